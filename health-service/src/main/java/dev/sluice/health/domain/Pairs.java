package dev.sluice.health.domain;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.statistics.RankComparison;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes one number of the candidate's and stable's. What there is nothing to compare with is as good as stable. */
final class Pairs {
    private static final int KEPT = 100;
    /** Fewer could not be told apart at 1 % whatever they were: of 4 and 4, the most extreme order has 2.9 %. */
    private static final int FEWEST = 5;

    private static final double ALPHA = 0.01;
    private static final double MOST = 1_000_000;
    private final Map<Name, Course> courses = new HashMap<>();

    /** The newest samples of one metric in one stage. */
    private record Course(int stage, Deque<Double> candidate, Deque<Double> stable, Instant[] newest) {
        Course(int stage) {
            this(stage, new ArrayDeque<>(), new ArrayDeque<>(), new Instant[] {Instant.MIN});
        }

        void add(Sample.Value own, double other) {
            if (own.sampledAt().isAfter(newest[0])) {
                newest[0] = own.sampledAt();
                keep(candidate, own.value());
                keep(stable, other);
            }
        }

        private static void keep(Deque<Double> kept, double value) {
            kept.addLast(value);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }
    }

    Sample compared(Metric metric, Reading.Versus versus, Sample.Pair pair, int stage) {
        Sample.Value own = pair.candidate();
        if (pair.stable().isEmpty()) {
            double same = versus.as() == Reading.Versus.As.RATIO ? metric.unit().fromBase(1) : 0;
            return value(same, own, "stable has no such number: nothing to compare with");
        }
        double other = pair.stable().get().value();
        return switch (versus.as()) {
            case RATIO -> value(metric.unit().fromBase(ratio(own.value(), other)), own, both(own.value(), other));
            case DIFFERENCE -> value(own.value() - other, own, both(own.value(), other));
            case SHIFT -> shift(metric, own, other, stage);
        };
    }

    private static double ratio(double own, double other) {
        if (other == 0) {
            return own == 0 ? 1 : Math.copySign(MOST, own);
        }
        return Math.clamp(own / other, -MOST, MOST);
    }

    private Sample shift(Metric metric, Sample.Value own, double other, int stage) {
        Course course = courses.get(metric.name());
        if (course == null || course.stage() != stage) {
            course = new Course(stage);
            courses.put(metric.name(), course);
        }
        course.add(own, other);
        List<Double> candidate = new ArrayList<>(course.candidate());
        if (candidate.size() < FEWEST) {
            return value(0, own, candidate.size() + " samples so far, expected at least " + FEWEST);
        }
        RankComparison ranks = RankComparison.of(candidate, new ArrayList<>(course.stable()));
        String detail = String.format(
                Locale.ROOT,
                "%.4g apart by %d samples of each, Mann-Whitney p = %.2g",
                ranks.shift(),
                candidate.size(),
                ranks.pValue());
        return value(ranks.pValue() < ALPHA ? ranks.shift() : 0, own, detail);
    }

    private static String both(double own, double other) {
        return String.format(Locale.ROOT, "candidate %.4g, stable %.4g", own, other);
    }

    private static Sample value(double value, Sample.Value own, String detail) {
        return Double.isFinite(value)
                ? new Sample.Value(value, own.sampledAt(), Optional.of(detail))
                : new Sample.NoData("the difference is too large for a number: " + detail);
    }
}
