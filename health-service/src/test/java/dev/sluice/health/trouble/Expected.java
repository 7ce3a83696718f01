package dev.sluice.health.trouble;

import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.health.domain.Sample;

/** What a source in trouble gives. A number is only given where it is right, and then it shows the breach. */
sealed interface Expected {
    /** A number; a range where Prometheus extrapolates. */
    record Number(double low, double high) implements Expected {}

    /** More than a number, from which it does not follow on which side of the bound it is. */
    record MoreThan(double low) implements Expected {}

    /** @param words part of the reason */
    record NoData(String words) implements Expected {}

    record Stale(String words) implements Expected {}

    record Failed(String words) implements Expected {}

    /** Failed, and the source said that we may not read. */
    record NoRight(String words) implements Expected {}

    static Expected exactly(double value) {
        return new Number(value, value);
    }

    default boolean fits(Sample sample) {
        return switch (this) {
            case Number number ->
                sample instanceof Sample.Value value && value.value() >= number.low() && value.value() <= number.high();
            case MoreThan more ->
                sample instanceof Sample.Value value && value.is() == Sample.Is.MORE && value.value() == more.low();
            case NoData none ->
                sample instanceof Sample.NoData given && given.reason().contains(none.words());
            case Stale stale ->
                sample instanceof Sample.Stale given && given.reason().contains(stale.words());
            case Failed failed ->
                sample instanceof Sample.Failed given
                        && !given.noRight()
                        && given.reason().contains(failed.words());
            case NoRight not ->
                sample instanceof Sample.Failed given
                        && given.noRight()
                        && given.reason().contains(not.words());
        };
    }

    default Verdict verdict() {
        return this instanceof Number ? Verdict.UNHEALTHY : Verdict.UNKNOWN;
    }

    /** Whether it is an answer of a source that works, which a trigger may take for none without a breach. */
    default boolean quiet() {
        return this instanceof NoData;
    }
}
