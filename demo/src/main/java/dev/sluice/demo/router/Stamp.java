package dev.sluice.demo.router;

import dev.sluice.demo.InvalidInput;

/** Who wrote a split: the target's version and the owner's epoch. The router keeps it and draws nothing from it. */
public record Stamp(long version, long epoch) {
    public static final Stamp NONE = new Stamp(0, 0);

    public Stamp {
        if (version < 0) {
            throw new InvalidInput("stamp.version", "expected 0 or more");
        }
        if (epoch < 0) {
            throw new InvalidInput("stamp.epoch", "expected 0 or more");
        }
    }
}
