package dev.sluice.demo.router;

import dev.sluice.demo.InvalidInput;
import java.util.Optional;

/**
 * How requests are divided. While {@code latchedBy} names a rollout every request goes to the stable side, whatever the
 * percentage and the header say.
 */
public record Split(int candidatePercent, Optional<HeaderMatch> headerMatch, Optional<String> latchedBy, Stamp stamp) {
    /** What a router that was told nothing does, also one that restarted and forgot. */
    public static final Split ALL_STABLE = new Split(0, Optional.empty(), Optional.empty(), Stamp.NONE);

    public Split {
        if (candidatePercent < 0 || candidatePercent > 100) {
            throw new InvalidInput(
                    "candidatePercent", "expected a whole number from 0 to 100, got " + candidatePercent);
        }
        latchedBy.ifPresent(rollout -> {
            if (rollout.isBlank() || rollout.length() > 128) {
                throw new InvalidInput("latchedBy", "expected 1 to 128 characters, or null for an open latch");
            }
        });
    }

    public boolean latched() {
        return latchedBy.isPresent();
    }
}
