package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Trigger;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Judges the samples of a trigger, one after the other. */
public final class TriggerJudge {
    /**
     * When and for what a sample was read.
     *
     * @param of the version of the lifecycle event that is watched
     * @param nanos the loop's monotonic time
     */
    public record Occasion(long of, Instant readAt, long nanos) {}

    private TriggerJudge() {}

    /**
     * What is known after one more sample. The same sample read again counts once; a sample without a value neither
     * counts nor clears anything, since a silent candidate may be a dead one.
     */
    public static TriggerMemory judge(
            Trigger trigger, Metric metric, TriggerMemory before, Sample sample, Occasion occasion) {
        MetricReading reading = Readings.read(metric, trigger.when(), sample);
        return switch (sample) {
            case Sample.Value value -> valued(before, reading, value.sampledAt(), occasion);
            case Sample.NoData none ->
                trigger.noData() == Trigger.NoData.NO_BREACH
                        ? shown(before, withOutcome(reading, Outcome.NOT_HELD), OptionalLong.of(occasion.nanos()))
                        : shown(before, reading, before.concludedAtNanos());
            case Sample.Counts counts -> shown(before, reading, before.concludedAtNanos());
            case Sample.Pair pair -> shown(before, reading, before.concludedAtNanos());
            case Sample.Stale stale -> shown(before, reading, before.concludedAtNanos());
            case Sample.Failed failed -> shown(before, reading, before.concludedAtNanos());
        };
    }

    /** Whether the trigger fires: its condition held in enough distinct samples in a row. */
    public static boolean fires(Trigger trigger, TriggerMemory memory) {
        return memory.inARow() >= trigger.consecutive();
    }

    /** Whether the newest value says that there is no breach. */
    public static boolean cleared(TriggerMemory memory) {
        return memory.decided()
                .filter(decided -> decided.reading().outcome() == Outcome.NOT_HELD)
                .isPresent();
    }

    private static TriggerMemory valued(TriggerMemory before, MetricReading reading, Instant sampledAt, Occasion now) {
        if (before.newest().equals(Optional.of(sampledAt))) {
            return again(before, now);
        }
        boolean held = reading.outcome() == Outcome.HELD;
        OptionalLong since =
                before.heldSinceNanos().isPresent() ? before.heldSinceNanos() : OptionalLong.of(now.nanos());
        return new TriggerMemory(
                held ? before.inARow() + 1 : 0,
                Optional.of(sampledAt),
                Optional.of(new TriggerMemory.Decided(now.of(), now.readAt(), reading)),
                Optional.of(reading),
                OptionalLong.of(now.nanos()),
                held ? since : OptionalLong.empty());
    }

    /** The same sample: it still stands, for whatever is watched now, and counts no second time. */
    private static TriggerMemory again(TriggerMemory before, Occasion now) {
        return new TriggerMemory(
                before.inARow(),
                before.newest(),
                before.decided()
                        .map(decided -> decided.of() == now.of()
                                ? decided
                                : new TriggerMemory.Decided(now.of(), now.readAt(), decided.reading())),
                before.decided().map(TriggerMemory.Decided::reading),
                OptionalLong.of(now.nanos()),
                before.heldSinceNanos());
    }

    private static TriggerMemory shown(TriggerMemory before, MetricReading reading, OptionalLong concludedAtNanos) {
        return new TriggerMemory(
                before.inARow(),
                before.newest(),
                before.decided(),
                Optional.of(reading),
                concludedAtNanos,
                before.heldSinceNanos());
    }

    private static MetricReading withOutcome(MetricReading r, Outcome outcome) {
        return new MetricReading(
                r.metric(), r.query(), r.value(), r.unit(), r.bound(), outcome, r.detail(), r.sampledAt());
    }
}
