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

/** Makes one number of the candidate's and stable's. What there is nothing to compare with is as good as stable. */
final class Pairs {
    private static final int KEPT = 100;
    /** Fewer could not be told apart at 1 % whatever they were: of 4 and 4, the most extreme order has 2.9 %. */
    private static final int FEWEST = 5;

    private static final double ALPHA = 0.01;
    private static final double MOST = 1_000_000;
    private static final String BEYOND =
            "beyond the highest bound of the buckets, where nobody can tell how far they are apart";
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

        /** Whether the order of any two of different sides is known: what is more than its bucket's bound is not below the others. */
        boolean ordered() {
            return known(candidate, stable) && known(stable, candidate);
        }

        private static boolean known(Deque<Sample.Value> beyond, Deque<Sample.Value> others) {
            double lowest = beyond.stream()
                    .filter(each -> each.is() != Sample.Is.EXACT)
                    .mapToDouble(Sample.Value::value)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            return Double.isInfinite(lowest)
                    || others.stream().allMatch(other -> other.is() == Sample.Is.EXACT && other.value() <= lowest);
        }

        /** In the order of the ranks: more than a bound is next after it. */
        static List<Double> ranked(Deque<Sample.Value> samples) {
            return samples.stream()
                    .map(each -> each.is() == Sample.Is.EXACT ? each.value() : Math.nextUp(each.value()))
                    .toList();
        }
    }

    Sample compared(Metric metric, Reading.Versus versus, Sample.Pair pair, int stage) {
        Sample.Value own = pair.candidate();
        if (pair.stable().isEmpty()) {
            double same = versus.as() == Reading.Versus.As.RATIO ? metric.unit().fromBase(1) : 0;
            return value(same, own, Sample.Is.EXACT, "stable has no such number: nothing to compare with");
        }
        Sample.Value other = pair.stable().get();
        if (versus.as() == Reading.Versus.As.SHIFT) {
            return shift(metric, own, other, stage);
        }
        String detail = both(own, other);
        boolean divided = versus.as() == Reading.Versus.As.RATIO;
        Optional<Sample.Is> is = is(own.is() == Sample.Is.MORE, other.is() == Sample.Is.MORE)
                .filter(known -> known == Sample.Is.EXACT || !divided || (own.value() >= 0 && other.value() >= 0));
        if (is.isEmpty()) {
            return new Sample.NoData(BEYOND + ": " + detail);
        }
        double made = divided ? metric.unit().fromBase(ratio(own.value(), other.value())) : own.value() - other.value();
        return value(made, own, is.get(), detail);
    }

    /** What grows with the candidate's number and falls with stable's; of neither when both may be anything. */
    private static Optional<Sample.Is> is(boolean candidateMore, boolean stableMore) {
        if (candidateMore && stableMore) {
            return Optional.empty();
        }
        return Optional.of(candidateMore ? Sample.Is.MORE : stableMore ? Sample.Is.LESS : Sample.Is.EXACT);
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
        if (!course.ordered()) {
            return new Sample.NoData(BEYOND + " in the newest " + samples + " samples");
        }
        RankComparison ranks = RankComparison.of(Course.ranked(course.candidate()), Course.ranked(course.stable()));
        String detail = String.format(
                Locale.ROOT,
                "%.4g apart by %d samples of each, Mann-Whitney p = %.2g",
                ranks.shift(),
                samples,
                ranks.pValue());
        if (ranks.pValue() >= ALPHA) {
            return value(0, own, Sample.Is.EXACT, detail);
        }
        Sample.Is is = is(beyond(course.candidate()), beyond(course.stable())).orElseThrow();
        return value(ranks.shift(), own, is, detail);
    }

    private static boolean beyond(Deque<Sample.Value> samples) {
        return samples.stream().anyMatch(each -> each.is() == Sample.Is.MORE);
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
