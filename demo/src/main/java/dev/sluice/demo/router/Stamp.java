package dev.sluice.demo.router;

import dev.sluice.demo.InvalidInput;
import java.util.Optional;

/**
 * Who wrote a split: for which rollout, at which version of the target, as which owner. The router keeps it and draws
 * nothing from it.
 */
public record Stamp(Optional<String> rollout, long version, long epoch) {
    public static final Stamp NONE = new Stamp(Optional.empty(), 0, 0);

    public Stamp {
        if (version < 0) {
            throw new InvalidInput("stamp.version", "expected 0 or more");
        }
        if (epoch < 0) {
            throw new InvalidInput("stamp.epoch", "expected 0 or more");
        }
    }
}
