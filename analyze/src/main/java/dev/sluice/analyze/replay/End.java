package dev.sluice.analyze.replay;

import dev.sluice.events.value.Name;
import java.time.Instant;
import java.util.Optional;

/** How the rollout would have ended, as far as the recording goes. */
public sealed interface End {
    /** In the recording's time. */
    Instant at();

    /** The candidate has everything, and the time after it, if the plan has one, is over. */
    record Completed(Instant at) implements End {}

    /**
     * Stable gets everything back.
     *
     * @param stage 0-based; the last one while the plan bakes
     * @param trigger the one that fired, where one did
     */
    record RolledBack(Instant at, int stage, Optional<Name> trigger, String reason) implements End {}

    /** A trigger paused it, and a person would have had to decide. */
    record Paused(Instant at, int stage, String reason) implements End {}

    /** The recording is over, and the rollout is not. */
    record Open(Instant at, int stage, String reason) implements End {}

    /** It would not have begun. */
    record NotBegun(Instant at, String reason) implements End {}
}
