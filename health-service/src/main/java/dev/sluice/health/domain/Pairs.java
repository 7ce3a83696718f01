package dev.sluice.health.domain;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.statistics.RankComparison;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Makes one number of the candidate's and stable's. What there is nothing to compare with is as good as stable (ADR 0022), such
 * as two numbers beyond the highest bounds of their buckets: a fault that both have is no fault of the candidate's.
 */
final class Pairs {
    private static final int KEPT = 100;
    /** Fewer could not be told apart at 1 % whatever they were: of 4 and 4, the most extreme order has 2.9 %. */
    private static final int FEWEST = 5;

    private static final double ALPHA = 0.01;
    private static final double MOST = 1_000_000;
    /** Farther than any sample, and less than what overflows. */
    private static final double FAR = 1e300;

    private final Map<Name, Course> courses = new HashMap<>();

    /** The newest samples of one metric in one stage. */
    private record Course(int stage, Deque<Sample.Value> candidate, Deque<Sample.Value> stable) {
        Course(int stage) {
            this(stage, new ArrayDeque<>(), new ArrayDeque<>());
        }

        void add(Sample.Value own, Sample.Value other) {
            if (candidate.isEmpty()
                    || own.sampledAt().isAfter(candidate.getLast().sampledAt())) {
                keep(candidate, own);
                keep(stable, other);
            }
        }

        private static void keep(Deque<Sample.Value> kept, Sample.Value value) {
            kept.addLast(value);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }

        /** Above this nothing can be told apart: the lowest bound that a sample of either side lies beyond. */
        double told() {
            return Stream.concat(candidate.stream(), stable.stream())
                    .filter(each -> each.is() != Sample.Is.EXACT)
                    .mapToDouble(Sample.Value::value)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
        }

        /** With what is beyond the bound in the place of each such sample. */
        static List<Double> with(Deque<Sample.Value> samples, double told, double beyond) {
            return samples.stream()
                    .map(each -> each.is() != Sample.Is.EXACT || each.value() > told ? beyond : each.value())
                    .toList();
        }
    }

    Sample compared(Metric metric, Reading.Versus versus, Sample.Pair pair, int stage) {
        Sample.Value own = pair.candidate();
        boolean divided = versus.as() == Reading.Versus.As.RATIO;
        double same = divided ? metric.unit().fromBase(1) : 0;
        if (pair.stable().isEmpty()) {
            return value(same, own, Sample.Is.EXACT, "stable has no such number: nothing to compare with");
        }
        Sample.Value other = pair.stable().get();
        if (versus.as() == Reading.Versus.As.SHIFT) {
            return shift(metric, own, other, stage);
        }
        String detail = both(own, other);
        Optional<Sample.Is> is = is(own.is() == Sample.Is.MORE, other.is() == Sample.Is.MORE)
                .filter(known -> known == Sample.Is.EXACT || !divided || comparable(own.value(), other.value()));
        if (is.isEmpty()) {
            return value(same, own, Sample.Is.EXACT, detail + ": nothing to compare with");
        }
        double made = divided ? metric.unit().fromBase(ratio(own.value(), other.value())) : own.value() - other.value();
        return value(made, own, is.get(), detail);
    }

    /** What grows with the candidate's number and falls with stable's; empty when both may be anything. */
    private static Optional<Sample.Is> is(boolean candidateMore, boolean stableMore) {
        if (candidateMore && stableMore) {
            return Optional.empty();
        }
        return Optional.of(candidateMore ? Sample.Is.MORE : stableMore ? Sample.Is.LESS : Sample.Is.EXACT);
    }

    /** Whether what is more than one of the two makes the ratio more, or less, than theirs. */
    private static boolean comparable(double own, double other) {
        return own >= 0 && other >= 0 && ratio(own, other) < MOST;
    }

    private static double ratio(double own, double other) {
        if (other == 0) {
            return own == 0 ? 1 : Math.copySign(MOST, own);
        }
        return Math.clamp(own / other, -MOST, MOST);
    }

    private Sample shift(Metric metric, Sample.Value own, Sample.Value other, int stage) {
        Course course = courses.get(metric.name());
        if (course == null || course.stage() != stage) {
            course = new Course(stage);
            courses.put(metric.name(), course);
        }
        course.add(own, other);
        int samples = course.candidate().size();
        if (samples < FEWEST) {
            return value(0, own, Sample.Is.EXACT, samples + " samples so far, expected at least " + FEWEST);
        }
        double told = course.told();
        double alike = Math.nextUp(told);
        List<Double> candidate = Course.with(course.candidate(), told, alike);
        List<Double> stable = Course.with(course.stable(), told, alike);
        RankComparison ranks = RankComparison.of(candidate, stable);
        String detail = String.format(
                        Locale.ROOT,
                        "%.4g apart by %d samples of each, Mann-Whitney p = %.2g",
                        ranks.shift(),
                        samples,
                        ranks.pValue())
                + (Double.isInfinite(told) ? "" : String.format(Locale.ROOT, ", more than %.4g is alike", told));
        if (ranks.pValue() >= ALPHA) {
            return value(0, own, Sample.Is.EXACT, detail);
        }
        // The least and the most that it can be, as what is beyond the bound may be anything.
        double least = RankComparison.shift(candidate, Course.with(course.stable(), told, FAR));
        double most = RankComparison.shift(Course.with(course.candidate(), told, FAR), stable);
        return within(ranks.shift(), least, most, own, detail);
    }

    private static Sample within(double shift, double least, double most, Sample.Value own, String detail) {
        if (least == most) {
            return value(shift, own, Sample.Is.EXACT, detail);
        }
        boolean up = shift >= 0;
        double known = up ? least : most;
        return Math.abs(known) < FAR / 4
                ? value(known, own, up ? Sample.Is.MORE : Sample.Is.LESS, detail)
                : new Sample.NoData("nobody can tell how far they are apart: " + detail);
    }

    private static String both(Sample.Value own, Sample.Value other) {
        return "candidate " + side(own) + ", stable " + side(other);
    }

    private static String side(Sample.Value value) {
        String more = value.is() == Sample.Is.MORE ? "more than " : "";
        return more + String.format(Locale.ROOT, "%.4g", value.value());
    }

    private static Sample value(double value, Sample.Value own, Sample.Is is, String detail) {
        return Double.isFinite(value)
                ? new Sample.Value(value, own.sampledAt(), Optional.of(detail), is, OptionalLong.empty())
                : new Sample.NoData("the difference is too large for a number: " + detail);
    }
}
