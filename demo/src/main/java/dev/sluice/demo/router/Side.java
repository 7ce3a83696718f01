package dev.sluice.demo.router;

/** The two groups of upstreams. */
public enum Side {
    STABLE,
    CANDIDATE
}
