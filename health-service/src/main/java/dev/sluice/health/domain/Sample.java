package dev.sluice.health.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a source gave for one metric. Only a {@link Value} is evidence; of the rest none is ever healthy. */
public sealed interface Sample {
    /**
     * A finite number in the metric's unit.
     *
     * @param sampledAt the time of the raw sample by the source's clock; two samples with one time are the same sample
     * @param detail what else a reader should know
     * @param is how the true number lies to this one
     * @param of how many observations it is made of, where they are counted
     */
    record Value(double value, Instant sampledAt, Optional<String> detail, Is is, OptionalLong of) implements Sample {
        public Value(double value, Instant sampledAt) {
            this(value, sampledAt, Optional.empty());
        }

        public Value(double value, Instant sampledAt, Optional<String> detail) {
            this(value, sampledAt, detail, Is.EXACT, OptionalLong.empty());
        }

        /** The same, made of so many observations; parts of one, as windows that begin between two samples have, are left out. */
        public Value of(double observations) {
            return new Value(value, sampledAt, detail, is, OptionalLong.of(Math.round(observations)));
        }

        /** The same, with what else a reader should know. */
        public Value because(String words) {
            return new Value(value, sampledAt, Optional.of(words), is, of);
        }

        /** More than this number, the highest bound of the buckets that it was found in. */
        public static Value beyond(double bound, Instant sampledAt) {
            String detail = "more than " + bound + ", the highest bound of its buckets";
            return new Value(bound, sampledAt, Optional.of(detail), Is.MORE, OptionalLong.empty());
        }

        public Value {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a value that is no number is no data: " + value);
            }
        }
    }

    /** What is known of a number. One that lies in the last bucket of a histogram is more than its bound, nobody knows how far. */
    enum Is {
        EXACT,
        /** The true number is more than this one. */
        MORE,
        /** The true number is less than this one. */
        LESS
    }

    /**
     * Counts of both versions, to be compared. They only grow; where they begin says nothing.
     *
     * @param stable empty when stable's could not be read
     * @param instances the candidate's
     * @param encloses whether stable was read before the candidate's moment and after it
     * @param bound of the buckets above which a request is slow, where these are counted; those of another can't be subtracted
     * @param sampledAt the candidate's moment
     */
    record Counts(
            Side candidate,
            Instances instances,
            Optional<Stable> stable,
            boolean encloses,
            Optional<Double> bound,
            Instant sampledAt)
            implements Sample {
        /** Both of one moment. */
        public static Counts together(Side candidate, Optional<Side> stable, Instant sampledAt) {
            return new Counts(
                    candidate,
                    Instances.ONE,
                    stable.map(side -> new Stable(side.requests(), side.events(), side.events(), Instances.ONE)),
                    true,
                    Optional.empty(),
                    sampledAt);
        }

        /** How many of one version's requests were bad. */
        public record Side(double events, double requests) {
            Side since(Side before) {
                return new Side(events - before.events, requests - before.requests);
            }

            boolean isCount() {
                return events >= 0 && requests >= 0 && Double.isFinite(events) && Double.isFinite(requests);
            }
        }

        /**
         * What one version's counts are of.
         *
         * @param read how many are read now
         * @param changes how often one came, went, or began to count again so far: what it counted around then is lost
         */
        public record Instances(int read, int changes) {
            static final Instances ONE = new Instances(1, 0);

            /** Whether so few changed since that their part of a fault is small beside what others counted of it. */
            boolean sameAs(Instances earlier) {
                return few(changes - earlier.changes, read);
            }

            /** Fewer than a fifth: without them no rate differs by more than comparisons tolerate by default. */
            public static boolean few(int changed, int of) {
                return 5 * changed < of;
            }
        }

        /**
         * What is known of stable at a moment of the candidate's, for nobody reads the two at once.
         *
         * @param requests at that moment, estimated from the pages around it
         * @param before how many of them were bad at the last page before it; those up to {@code after} may be of either side
         * @param after how many were by the first page after it
         */
        public record Stable(double requests, double before, double after, Instances instances) {
            /** What came since, with all that may have been bad. */
            Side since(Stable earlier) {
                return new Side(after - earlier.after, requests - earlier.requests);
            }
        }
    }

    /**
     * The same number of both versions, to be compared.
     *
     * @param stable empty when stable has none
     */
    record Pair(Value candidate, Optional<Value> stable) implements Sample {}

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

    /**
     * A number as a source gave it. NaN is no data: it is what nothing divided by nothing gives. An infinity is not, it is
     * what something divided by nothing gives, so nobody may take it for silence.
     */
    static Sample of(double number, Instant sampledAt) {
        if (Double.isFinite(number)) {
            return new Value(number, sampledAt);
        }
        String reason = "the value is " + shown(number);
        return Double.isNaN(number) ? new NoData(reason) : new Failed(reason);
    }

    /** Why a share of something that has no series is 0. */
    static String absent(String name) {
        return "no series of " + name + " fits, which counts as 0";
    }

    /** As Prometheus writes it: NaN, +Inf, -Inf. */
    static String shown(double number) {
        return Double.isInfinite(number) ? number > 0 ? "+Inf" : "-Inf" : Double.toString(number);
    }

    /** The same, made of so many observations. */
    static Sample of(double number, Instant sampledAt, double observations) {
        return of(number, sampledAt) instanceof Value value ? value.of(observations) : of(number, sampledAt);
    }
}
