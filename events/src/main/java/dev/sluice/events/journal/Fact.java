package dev.sluice.events.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the other services saw, want or did. A fact speaks of the lifecycle event with version {@code of}; its id is made
 * of the rollout, that version and its occasion, so the same fact twice is one fact.
 */
public sealed interface Fact extends JournalEvent
        permits Fact.StageValidated,
                Fact.ValidationFailed,
                Fact.MetricsBreached,
                Fact.HealthRecovered,
                Fact.ChecksJudged,
                Fact.RollbackRequested,
                Fact.SwitchVerified,
                Fact.ShutdownRequested,
                Fact.RollbackCompleted,
                Fact.RollbackFailed,
                DataFact {
    RolloutId rollout();

    /** The version of the lifecycle event that it speaks of. */
    long of();

    /** What else its id is made of: two facts of one type about one version differ here. */
    String occasion();

    @Override
    default Optional<RolloutId> about() {
        return Optional.of(rollout());
    }

    /** health: all checks of the stage held in one evaluation at or after its due time. */
    record StageValidated(RolloutId rollout, long of, int stage, int occurrence, List<MetricReading> readings)
            implements Fact {
        public StageValidated {
            Require.present("rollout", rollout);
            readings = Require.listOrEmpty(readings);
        }

        @Override
        public String occasion() {
            return Integer.toString(occurrence);
        }
    }

    /**
     * health: a check did not hold, {@code failures} times in a row now; what follows is the plan's.
     *
     * @param limit the limit of a single check that was reached, in a sentence
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ValidationFailed(
            RolloutId rollout,
            long of,
            int stage,
            int occurrence,
            int failures,
            Reaction reaction,
            List<MetricReading> readings,
            Optional<String> limit)
            implements Fact {
        public ValidationFailed {
            Require.present("rollout", rollout);
            Require.present("reaction", reaction);
            readings = Require.listOrEmpty(readings);
            limit = Require.orElse(limit, Optional.empty());
        }

        /** Without a limit of a single check. */
        public ValidationFailed(
                RolloutId rollout,
                long of,
                int stage,
                int occurrence,
                int failures,
                Reaction reaction,
                List<MetricReading> readings) {
            this(rollout, of, stage, occurrence, failures, reaction, readings, Optional.empty());
        }

        @Override
        public String occasion() {
            return Integer.toString(occurrence);
        }
    }

    /** health: a trigger fired. {@code readAt} is when health-service had read the sample that decided it. */
    record MetricsBreached(
            RolloutId rollout,
            long of,
            int stage,
            Name trigger,
            int occurrence,
            Reaction reaction,
            Instant readAt,
            MetricReading reading)
            implements Fact {
        public MetricsBreached {
            Require.present("rollout", rollout);
            Require.present("trigger", trigger);
            Require.present("reaction", reaction);
            Require.present("readAt", readAt);
            Require.present("reading", reading);
        }

        @Override
        public String occasion() {
            return trigger + "/" + occurrence;
        }
    }

    /** health: a trigger that had fired fires no more. */
    record HealthRecovered(RolloutId rollout, long of, Name trigger, int occurrence, MetricReading reading)
            implements Fact {
        public HealthRecovered {
            Require.present("rollout", rollout);
            Require.present("trigger", trigger);
            Require.present("reading", reading);
        }

        @Override
        public String occasion() {
            return trigger + "/" + occurrence;
        }
    }

    /**
     * health: the checks of a step's attempt, which {@code of} names, all held in one evaluation, or did not as often as the
     * plan allows.
     *
     * @param readings of the evaluation that decided
     */
    record ChecksJudged(RolloutId rollout, long of, Name step, StepResult result, List<MetricReading> readings)
            implements Fact {
        public ChecksJudged {
            Require.present("rollout", rollout);
            Require.present("step", step);
            Require.present("result", result);
            readings = Require.listOrEmpty(readings);
        }

        @Override
        public String occasion() {
            return step.text();
        }

        /** What decided: all that held, or all that did not. */
        public String sentence() {
            MetricReading.Outcome held = MetricReading.Outcome.HELD;
            return readings.stream()
                    .filter(reading -> result == StepResult.SUCCEEDED || reading.outcome() != held)
                    .map(MetricReading::sentence)
                    .collect(Collectors.joining("; "));
        }
    }

    /** rollback: stable shall have everything, now. */
    record RollbackRequested(RolloutId rollout, long of, String trigger, Requester by) implements Fact {
        public RollbackRequested {
            Require.present("rollout", rollout);
            Require.present("trigger", trigger);
            Require.present("by", by);
        }

        @Override
        public String occasion() {
            return trigger;
        }
    }

    /** rollback: every router and the public address were seen to serve stable. */
    record SwitchVerified(RolloutId rollout, long of, List<Verification> checks) implements Fact {
        public SwitchVerified {
            Require.present("rollout", rollout);
            checks = Require.listOrEmpty(checks);
        }

        @Override
        public String occasion() {
            return "";
        }
    }

    /** rollback: the switch is verified and the abort delay is over: traffic-service shuts these workloads down. */
    record ShutdownRequested(RolloutId rollout, long of, List<Name> workloads) implements Fact {
        public ShutdownRequested {
            Require.present("rollout", rollout);
            workloads = Require.listOrEmpty(workloads);
        }

        @Override
        public String occasion() {
            return "";
        }
    }

    /** rollback: the procedure is done. */
    record RollbackCompleted(RolloutId rollout, long of, RollbackTimes times) implements Fact {
        public RollbackCompleted {
            Require.present("rollout", rollout);
            Require.present("times", times);
        }

        @Override
        public String occasion() {
            return "";
        }
    }

    /** rollback: the procedure could not be finished, and a human is called. */
    record RollbackFailed(RolloutId rollout, long of, String reason, List<Verification> checks) implements Fact {
        public RollbackFailed {
            Require.present("rollout", rollout);
            Require.present("reason", reason);
            checks = Require.listOrEmpty(checks);
        }

        @Override
        public String occasion() {
            return "";
        }
    }
}
