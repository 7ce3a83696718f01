package dev.sluice.events.story;

import dev.sluice.events.value.Weight;
import java.time.Instant;

/** Where a rollout stands. Stages are counted from 0; versions are the target's; times are append times. */
public sealed interface Phase {
    /** Asked for, by the event of this version; nothing moved. */
    record Requested(long version) implements Phase {}

    /** The stage {@code next} may start; when there is none, the rollout may complete. */
    record Ready(int next) implements Phase {}

    /** The stage's share is being set. */
    record Shifting(int stage, Weight weight, long version) implements Phase {}

    /** The stage's share is set, and the candidate is watched. */
    record Observing(int stage, Weight weight, Watch watch) implements Phase {}

    /** Every stage is complete; the candidate keeps everything, is watched on, and can be rolled back. */
    record Baking(int stage, Watch watch) implements Phase {}

    /** The old version is let go: there is no way back, and what is not needed any more is shut down. */
    record Closing(Instant since) implements Phase {}

    /** The stage failed; a rollback is to be requested. */
    record Failing(int stage, long version, String reason, Instant since) implements Phase {}

    /** Stable is being given everything. */
    record Restoring(RestoreKind kind, long version, String reason, Instant since) implements Phase {}

    /** Stable has everything again. {@code version} is that of the outcome. */
    record Restored(RestoreKind kind, long version, String reason, Instant since, Instant at) implements Phase {}

    /** The one terminal event was appended. */
    record Finished(Outcome outcome, String reason, Instant at) implements Phase {}

    /** What follows a restore. */
    enum RestoreKind {
        /** rollback-service's procedure. */
        ROLLBACK,
        /** Nothing: the rollout is over. */
        ABORT
    }

    /** How a rollout ended. */
    enum Outcome {
        COMPLETED("completed"),
        ABORTED("aborted"),
        ROLLED_BACK("rolled-back"),
        FAILED("failed");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /** As it is shown and sent. */
        public String text() {
            return text;
        }
    }

    /** The word for people and APIs, e.g. {@code observing}. */
    default String word() {
        return switch (this) {
            case Requested p -> "requested";
            case Ready p -> "ready";
            case Shifting p -> "shifting";
            case Observing p -> "observing";
            case Baking p -> "baking";
            case Closing p -> "closing";
            case Failing p -> "failing";
            case Restoring p -> "restoring";
            case Restored p -> "restored";
            case Finished p -> p.outcome().text();
        };
    }
}
