package dev.sluice.health.domain;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.plan.Validation;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.story.Watch;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.ValidationMemory.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fact that is true and that the journal does not hold.
 *
 * @param topic at most one fact on a topic is under way at a time; the next is decided when it was read back
 */
public record Owed(Topic topic, Fact fact) {
    /** What a fact settles. */
    public sealed interface Topic {
        /** The verdict on the stage; {@code run} and {@code told} are set for a failure. */
        record Stage(long of, int run, Told told) implements Topic {
            @Override
            public String key() {
                return of + "/stage";
            }
        }

        /** Whether a trigger fires. */
        record Firing(long of, Name trigger) implements Topic {
            @Override
            public String key() {
                return of + "/trigger/" + trigger;
            }
        }

        /** What the checks of a step came to. */
        record Attempt(long of, Name step) implements Topic {
            @Override
            public String key() {
                return of + "/step/" + step;
            }
        }

        /** The same for facts that exclude each other. */
        String key();
    }

    /** Everything that the journal is owed, gravest first. */
    public static List<Owed> of(
            TargetState target,
            Map<Name, TriggerMemory> triggers,
            Optional<ValidationMemory> validation,
            Optional<DueChecks> checks) {
        List<Owed> owed = new ArrayList<>(of(target, triggers, validation));
        target.open()
                .filter(RolloutState::goingUp)
                .flatMap(rollout -> checks.flatMap(attempt -> attempt.owed(rollout)))
                .ifPresent(owed::add);
        return owed;
    }

    private static List<Owed> of(
            TargetState target, Map<Name, TriggerMemory> triggers, Optional<ValidationMemory> validation) {
        Optional<Exposure> exposure = Exposure.of(target);
        if (exposure.isEmpty() || target.open().isEmpty()) {
            return List.of();
        }
        RolloutState state = target.open().get();
        List<Owed> owed = new ArrayList<>();
        for (Trigger trigger : state.plan().triggers().list()) {
            TriggerMemory memory = triggers.getOrDefault(trigger.name(), TriggerMemory.NEW);
            memory.decided()
                    .filter(decided -> decided.of() == exposure.get().of())
                    .flatMap(decided -> firing(state, exposure.get(), trigger, memory, decided))
                    .ifPresent(owed::add);
        }
        exposure.get()
                .watch()
                .flatMap(watch -> validation
                        .filter(memory -> memory.of() == watch.judgedOf())
                        .flatMap(memory -> stage(state, exposure.get(), watch, memory)))
                .ifPresent(owed::add);
        owed.sort(Comparator.comparing(Owed::gravity).reversed());
        return owed;
    }

    private static int gravity(Owed owed) {
        return owed.fact() instanceof Fact.MetricsBreached breached
                ? 1 + breached.reaction().ordinal()
                : 0;
    }

    private static Optional<Owed> firing(
            RolloutState state,
            Exposure exposure,
            Trigger trigger,
            TriggerMemory memory,
            TriggerMemory.Decided decided) {
        boolean known = state.troubles().containsKey(trigger.name());
        int occurrence = state.healthFacts() + 1;
        Topic topic = new Topic.Firing(exposure.of(), trigger.name());
        if (!known && TriggerJudge.fires(trigger, memory)) {
            return Optional.of(new Owed(
                    topic,
                    new Fact.MetricsBreached(
                            state.id(),
                            exposure.of(),
                            exposure.stage(),
                            trigger.name(),
                            occurrence,
                            trigger.reaction(),
                            decided.readAt(),
                            decided.reading())));
        }
        if (known && TriggerJudge.cleared(trigger, memory)) {
            return Optional.of(new Owed(
                    topic,
                    new Fact.HealthRecovered(
                            state.id(), exposure.of(), trigger.name(), occurrence, decided.reading())));
        }
        return Optional.empty();
    }

    private static Optional<Owed> stage(RolloutState state, Exposure exposure, Watch watch, ValidationMemory memory) {
        if (memory.failing()) {
            return failed(state, exposure, memory);
        }
        return memory.verdict() == Verdict.HEALTHY && memory.dueMet() && !watch.validated()
                ? Optional.of(validated(state, exposure, memory))
                : Optional.empty();
    }

    private static Owed validated(RolloutState state, Exposure exposure, ValidationMemory memory) {
        return new Owed(
                new Topic.Stage(memory.of(), memory.run(), Told.NOTHING),
                new Fact.StageValidated(
                        state.id(), memory.of(), exposure.stage(), state.healthFacts() + 1, memory.readings()));
    }

    private static Optional<Owed> failed(RolloutState state, Exposure exposure, ValidationMemory memory) {
        Plan plan = state.plan();
        boolean limit = memory.atLimit(plan.validation());
        Told due = limit ? Told.LIMIT : Told.FAILED;
        if (memory.told().compareTo(due) >= 0) {
            return Optional.empty();
        }
        boolean rollback = limit && plan.validation().onLimit() == Validation.OnLimit.ROLLBACK;
        return Optional.of(new Owed(
                new Topic.Stage(memory.of(), memory.run(), due),
                new Fact.ValidationFailed(
                        state.id(),
                        memory.of(),
                        exposure.stage(),
                        state.healthFacts() + 1,
                        memory.failures(),
                        rollback ? Reaction.ROLLBACK : Reaction.ALERT,
                        memory.readings(),
                        memory.limit())));
    }
}
