package dev.sluice.demo.story;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One stage as it went, by the journal's append times.
 *
 * @param stage counted from 0
 * @param remark why it ended, when it did not complete
 * @param readings what the validation that ended it saw, or the breach
 */
record Play(
        int stage,
        Name name,
        Weight weight,
        Instant startedAt,
        Optional<Instant> switchedAt,
        Optional<Instant> endedAt,
        Optional<String> remark,
        List<MetricReading> readings) {
    Play {
        readings = List.copyOf(readings);
    }

    static Play started(int stage, Name name, Weight weight, Instant at) {
        return new Play(stage, name, weight, at, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    Play switched(Instant at) {
        return new Play(stage, name, weight, startedAt, Optional.of(at), endedAt, remark, readings);
    }

    Play seen(List<MetricReading> newest) {
        return new Play(stage, name, weight, startedAt, switchedAt, endedAt, remark, newest);
    }

    /** The first end counts. */
    Play ended(Instant at, Optional<String> why) {
        return endedAt.isPresent()
                ? this
                : new Play(stage, name, weight, startedAt, switchedAt, Optional.of(at), why, readings);
    }

    /** From the switch to the end, or to {@code now} while it runs; zero before the switch. */
    Duration length(Instant now) {
        return switchedAt
                .map(from -> Duration.between(from, endedAt.orElse(now)))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
