package dev.sluice.health.domain;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Judges the samples of a trigger, one after the other. */
public final class TriggerJudge {
    /**
     * When and for what a sample was read.
     *
     * @param of the version of the lifecycle event that is watched
     * @param stage 0-based
     * @param nanos the loop's monotonic time
     * @param sinceSwitch since the stage's traffic was switched, by the journal's time
     */
    public record Occasion(long of, int stage, Instant readAt, long nanos, Duration sinceSwitch) {}

    private TriggerJudge() {}

    /**
     * What is known after one more sample. The same sample read again counts once; a sample without a value neither
     * counts nor clears anything, since a silent candidate may be a dead one.
     *
     * @param warmUp how long after the switch nothing counts
     */
    public static TriggerMemory judge(
            Trigger trigger, Metric metric, Duration warmUp, TriggerMemory before, Sample sample, Occasion now) {
        MetricReading reading = Readings.read(metric, trigger.when(), sample);
        if (now.sinceSwitch().compareTo(warmUp) < 0) {
            return warmingUp(before, reading, sample, warmUp, now);
        }
        return switch (sample) {
            case Sample.Value value ->
                reading.outcome() == Outcome.UNKNOWN
                        ? shown(before, reading)
                        : valued(before, reading, value.sampledAt(), now);
            case Sample.NoData none ->
                trigger.noData() == Trigger.NoData.NO_BREACH
                        ? waiting(ended(trigger, before), withOutcome(reading, Outcome.NOT_HELD), now)
                        : shown(before, reading);
            case Sample.Counts counts -> shown(before, reading);
            case Sample.Pair pair -> shown(before, reading);
            case Sample.Stale stale -> shown(before, reading);
            case Sample.Failed failed -> shown(before, reading);
        };
    }

    /** Nothing counts yet; but a source that can't be read is not known to be well, and the safety net has to hear so. */
    private static TriggerMemory warmingUp(
            TriggerMemory before, MetricReading reading, Sample sample, Duration warmUp, Occasion now) {
        boolean answered = sample instanceof Sample.Value || sample instanceof Sample.NoData;
        String why = "counts from " + Readings.text(warmUp) + " on";
        return answered ? waiting(before, Readings.as(Outcome.NOT_HELD, reading, why), now) : shown(before, reading);
    }

    /**
     * What is known when no sample has come: a trigger with {@code silentAfter} holds for having been silent that long.
     * It is decided once for what is watched, and again after a resume, which makes the journal forget the trouble.
     *
     * @param sinceNanos since when it could have been known
     */
    public static TriggerMemory unanswered(
            Trigger trigger, Metric metric, TriggerMemory before, long sinceNanos, Occasion now) {
        long known = Math.max(sinceNanos, before.concludedAtNanos().orElse(sinceNanos));
        boolean silent = trigger.silentAfter()
                .filter(span -> now.nanos() - known >= span.duration().toNanos())
                .isPresent();
        Optional<TriggerMemory.Decided> earlier = before.decided().filter(decided -> before.silent());
        if (!silent || earlier.filter(decided -> decided.of() == now.of()).isPresent()) {
            return before;
        }
        String last = before.shown()
                .filter(reading -> reading.outcome() == Outcome.UNKNOWN)
                .filter(reading ->
                        earlier.filter(decided -> decided.reading() == reading).isEmpty())
                .flatMap(MetricReading::detail)
                .map(why -> ": " + why)
                .orElse(": no answer");
        MetricReading reading = Readings.unknown(
                metric, trigger.when(), "not known for " + Readings.text(Duration.ofNanos(now.nanos() - known)) + last);
        return new TriggerMemory(
                before.inARow(),
                before.seen(),
                Optional.of(new TriggerMemory.Decided(now.of(), now.readAt(), reading)),
                Optional.of(reading),
                before.concludedAtNanos(),
                before.heldSinceNanos().isPresent() ? before.heldSinceNanos() : OptionalLong.of(now.nanos()),
                before.stage(),
                before.held(),
                true);
    }

    /**
     * Whether the trigger fires: its condition held in enough distinct samples, in a row or in the stage, or nothing was known
     * for too long.
     */
    public static boolean fires(Trigger trigger, TriggerMemory memory) {
        boolean often =
                trigger.total().isPresent() && memory.held() >= trigger.total().getAsInt();
        return !trigger.onlyShown() && (memory.inARow() >= trigger.consecutive() || often || memory.silent());
    }

    /** Whether the newest value says that there is no breach, and nothing else does that there is. */
    public static boolean cleared(Trigger trigger, TriggerMemory memory) {
        return !fires(trigger, memory)
                && memory.decided()
                        .filter(decided -> decided.reading().outcome() == Outcome.NOT_HELD)
                        .isPresent();
    }

    private static TriggerMemory valued(TriggerMemory before, MetricReading reading, Instant sampledAt, Occasion now) {
        if (before.seen().has(sampledAt)) {
            return again(before, reading, now);
        }
        boolean held = reading.outcome() == Outcome.HELD;
        int heldBefore = before.stage() == now.stage() ? before.held() : 0;
        OptionalLong since = before.inARow() > 0 ? before.heldSinceNanos() : OptionalLong.of(now.nanos());
        return new TriggerMemory(
                held ? before.inARow() + 1 : 0,
                before.seen().with(sampledAt),
                Optional.of(new TriggerMemory.Decided(now.of(), now.readAt(), reading)),
                Optional.of(reading),
                OptionalLong.of(now.nanos()),
                held ? since : OptionalLong.empty(),
                now.stage(),
                heldBefore + (held ? 1 : 0),
                false);
    }

    /** The same sample: it still stands, for whatever is watched now, and counts no second time. */
    private static TriggerMemory again(TriggerMemory before, MetricReading reading, Occasion now) {
        TriggerMemory.Decided decided = before.decided()
                .filter(known -> !before.silent())
                .map(known -> known.of() == now.of()
                        ? known
                        : new TriggerMemory.Decided(now.of(), now.readAt(), known.reading()))
                .orElse(new TriggerMemory.Decided(now.of(), now.readAt(), reading));
        return new TriggerMemory(
                before.inARow(),
                before.seen(),
                Optional.of(decided),
                Optional.of(decided.reading()),
                OptionalLong.of(now.nanos()),
                before.inARow() > 0 ? before.heldSinceNanos() : OptionalLong.empty(),
                before.stage(),
                before.held(),
                false);
    }

    private static TriggerMemory shown(TriggerMemory before, MetricReading reading) {
        return with(before, reading, before.concludedAtNanos(), before.silent());
    }

    /** It is no breach now, and that is known. */
    private static TriggerMemory waiting(TriggerMemory before, MetricReading reading, Occasion now) {
        return with(before, reading, OptionalLong.of(now.nanos()), false);
    }

    /** The run of breaches is over where it is known that there is none; one that was long enough takes a value to clear. */
    private static TriggerMemory ended(Trigger trigger, TriggerMemory before) {
        return before.inARow() >= trigger.consecutive()
                ? before
                : new TriggerMemory(
                        0,
                        before.seen(),
                        before.decided(),
                        before.shown(),
                        before.concludedAtNanos(),
                        OptionalLong.empty(),
                        before.stage(),
                        before.held(),
                        before.silent());
    }

    private static TriggerMemory with(
            TriggerMemory before, MetricReading reading, OptionalLong concludedAtNanos, boolean silent) {
        return new TriggerMemory(
                before.inARow(),
                before.seen(),
                before.decided(),
                Optional.of(reading),
                concludedAtNanos,
                before.heldSinceNanos(),
                before.stage(),
                before.held(),
                silent);
    }

    private static MetricReading withOutcome(MetricReading r, Outcome outcome) {
        return new MetricReading(
                r.metric(), r.query(), r.value(), r.unit(), r.bound(), outcome, r.detail(), r.sampledAt(), r.samples());
    }
}
