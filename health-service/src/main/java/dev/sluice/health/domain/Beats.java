package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Breach;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What a pulse says of one rollout. */
public final class Beats {
    /**
     * Now, for one rollout, in the loop's monotonic time.
     *
     * @param sinceSwitch since the newest switch, by the journal's time
     * @param watchingSinceNanos since when this instance watches it
     */
    public record Moment(long nanos, Duration sinceSwitch, long watchingSinceNanos) {}

    private Beats() {}

    /**
     * The beat; empty when this instance took over after the switch and has not yet concluded anything on every trigger
     * that rolls back: then it knows less than the pulses before, and says nothing that would make them look fresh. A
     * breach is always said.
     */
    public static Optional<Beat> beat(
            RolloutId rollout, long of, Plan plan, Map<Name, TriggerMemory> triggers, Moment now) {
        Duration watching = Duration.ofNanos(now.nanos() - now.watchingSinceNanos());
        boolean tookOver = watching.compareTo(now.sinceSwitch()) < 0;
        Duration unknown = tookOver ? watching : now.sinceSwitch();
        Optional<Breach> breach = breach(plan, triggers, now);
        boolean ignorant = tookOver
                && plan.triggers().list().stream()
                        .filter(Trigger::decisive)
                        .anyMatch(trigger ->
                                memory(triggers, trigger).concludedAtNanos().isEmpty());
        if (ignorant && breach.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Beat(
                rollout,
                of,
                verdict(plan, triggers),
                ageMs(plan, triggers, unknown, now),
                plan.triggerPeriod().millis(),
                breach,
                unknown(plan, triggers, unknown, now)));
    }

    /** Unhealthy when a trigger fires, unknown when one that rolls back was not concluded the last time. */
    public static Verdict verdict(Plan plan, Map<Name, TriggerMemory> triggers) {
        if (plan.triggers().list().stream()
                .anyMatch(trigger -> TriggerJudge.fires(trigger, memory(triggers, trigger)))) {
            return Verdict.UNHEALTHY;
        }
        boolean unknown = plan.triggers().list().stream()
                .filter(Trigger::decisive)
                .anyMatch(trigger -> !known(memory(triggers, trigger)));
        return unknown ? Verdict.UNKNOWN : Verdict.HEALTHY;
    }

    private static long ageMs(Plan plan, Map<Name, TriggerMemory> triggers, Duration unknown, Moment now) {
        return plan.triggers().list().stream()
                .filter(Trigger::decisive)
                .map(trigger -> age(memory(triggers, trigger), unknown, now))
                .max(Comparator.naturalOrder())
                .map(Duration::toMillis)
                .orElse(0L);
    }

    private static Optional<String> unknown(
            Plan plan, Map<Name, TriggerMemory> triggers, Duration unknown, Moment now) {
        return plan.triggers().list().stream()
                .filter(Trigger::decisive)
                .filter(trigger -> !known(memory(triggers, trigger)))
                .max(Comparator.comparing(trigger -> age(memory(triggers, trigger), unknown, now)))
                .map(trigger -> memory(triggers, trigger)
                        .shown()
                        .map(MetricReading::sentence)
                        .orElse(trigger.name() + " has not been answered so far"));
    }

    private static boolean known(TriggerMemory memory) {
        return memory.shown()
                .filter(reading -> reading.outcome() != Outcome.UNKNOWN)
                .isPresent();
    }

    private static Duration age(TriggerMemory memory, Duration unknown, Moment now) {
        if (memory.concludedAtNanos().isEmpty()) {
            return unknown;
        }
        Duration concluded =
                Duration.ofNanos(now.nanos() - memory.concludedAtNanos().getAsLong());
        return concluded.compareTo(unknown) < 0 ? concluded : unknown;
    }

    private static Optional<Breach> breach(Plan plan, Map<Name, TriggerMemory> triggers, Moment now) {
        return plan.triggers().list().stream()
                .filter(trigger -> TriggerJudge.fires(trigger, memory(triggers, trigger)))
                .max(Comparator.comparing(Trigger::reaction))
                .map(trigger -> new Breach(
                        trigger.name(),
                        trigger.reaction(),
                        Duration.ofNanos(now.nanos()
                                        - memory(triggers, trigger)
                                                .heldSinceNanos()
                                                .orElse(now.nanos()))
                                .toMillis()));
    }

    private static TriggerMemory memory(Map<Name, TriggerMemory> triggers, Trigger trigger) {
        return triggers.getOrDefault(trigger.name(), TriggerMemory.NEW);
    }
}
