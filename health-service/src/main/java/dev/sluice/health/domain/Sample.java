package dev.sluice.health.domain;

import java.time.Instant;

/** What a source gave for one metric. Only a {@link Value} is evidence; of the rest none is ever healthy. */
public sealed interface Sample {
    /**
     * A finite number in the metric's unit.
     *
     * @param sampledAt the time of the raw sample by the source's clock; two samples with one time are the same sample
     */
    record Value(double value, Instant sampledAt) implements Sample {
        public Value {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a value that is no number is no data: " + value);
            }
        }
    }

    /** The source works and has no number: no series, NaN. */
    record NoData(String reason) implements Sample {}

    /** The newest sample is too old to say anything. */
    record Stale(String reason) implements Sample {}

    /**
     * The source could not be asked, or gave what can't be understood.
     *
     * @param noRight whether it answered, and does not let us read
     */
    record Failed(String reason, boolean noRight) implements Sample {
        public Failed(String reason) {
            this(reason, false);
        }

        /** The same, with the place that it is about. */
        public Failed at(Object place) {
            return new Failed(place + ": " + reason, noRight);
        }
    }

    /** A number as a source gave it; NaN and infinities are no data. */
    static Sample of(double number, Instant sampledAt) {
        return Double.isFinite(number) ? new Value(number, sampledAt) : new NoData("the value is " + number);
    }
}
