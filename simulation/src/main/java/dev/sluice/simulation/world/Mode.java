package dev.sluice.simulation.world;

/** What kind of world it is. */
public enum Mode {
    /** The candidate is healthy and outages are short: the rollout must complete. */
    CALM,
    /** The candidate is bad and one thing fails: stable must have everything back in time. */
    BREACH,
    /** Many things fail, sources lie and people interfere: nothing may become unsafe. */
    CHAOS
}
