package dev.sluice.events.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What health-service sends to {@code sluice.measurements}: every evaluation, and its pulse. */
public sealed interface Measurement {
    /** One evaluation of a stage's checks or of the triggers; most change nothing. */
    record StageEvaluated(
            RolloutId rollout, int stage, Kind kind, Verdict verdict, Instant at, List<MetricReading> readings)
            implements Measurement {
        public StageEvaluated {
            Require.present("rollout", rollout);
            Require.present("kind", kind);
            Require.present("verdict", verdict);
            Require.present("at", at);
            readings = Require.listOrEmpty(readings);
        }

        /** What was evaluated. */
        public enum Kind {
            @JsonProperty("validation")
            VALIDATION,
            @JsonProperty("triggers")
            TRIGGERS,
            @JsonProperty("step")
            STEP
        }
    }

    /**
     * Every 2 s, one per partition, from the health-service that owns it: it is alive, and this is what it knows of each
     * open rollout there.
     */
    record Pulse(int partition, List<Beat> beats) implements Measurement {
        public Pulse {
            beats = Require.listOrEmpty(beats);
        }
    }

    /**
     * One open rollout in a pulse.
     *
     * @param of the version of the lifecycle event that the verdict speaks of
     * @param ageMs since every trigger last had a conclusive evaluation, or since the stage's switch if that is later
     * @param periodMs how often triggers are evaluated
     * @param breach the gravest trigger that fires now
     * @param unknown what was read last for the trigger that has waited longest for an evaluation that concludes, in a
     *     sentence; absent where the last one of each concluded
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Beat(
            RolloutId rollout,
            long of,
            Verdict verdict,
            long ageMs,
            long periodMs,
            Optional<Breach> breach,
            Optional<String> unknown) {
        public Beat {
            Require.present("rollout", rollout);
            Require.present("verdict", verdict);
            breach = Require.orElse(breach, Optional.empty());
            unknown = Require.orElse(unknown, Optional.empty());
        }
    }

    /** A trigger that fires, whether or not the journal could be told. */
    record Breach(Name trigger, Reaction reaction, long ageMs) {
        public Breach {
            Require.present("trigger", trigger);
            Require.present("reaction", reaction);
        }
    }

    /** Unknown is never healthy. */
    enum Verdict {
        @JsonProperty("healthy")
        HEALTHY,
        @JsonProperty("unhealthy")
        UNHEALTHY,
        @JsonProperty("unknown")
        UNKNOWN
    }
}
