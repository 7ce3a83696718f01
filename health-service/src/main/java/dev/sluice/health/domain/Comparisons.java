package dev.sluice.health.domain;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Sample.Counts;
import dev.sluice.health.domain.Sample.Counts.Side;
import dev.sluice.health.domain.statistics.SequentialTest;
import dev.sluice.health.domain.statistics.SequentialTest.Step;
import java.text.NumberFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The comparisons of one rollout's candidate with stable: makes of the counts that a source gave the p-value that is judged,
 * and of two numbers one.
 * Each stage begins anew, and with it the promise of the test. A comparison accuses and never acquits (ADR 0022): where
 * there is nothing to compare with, it has no evidence, and what else the plan watches decides.
 */
public final class Comparisons {
    private static final String BEGINS = "counting begins";
    private final Map<Name, Course> courses = new HashMap<>();
    private final Pairs pairs = new Pairs();

    /** One comparison in one stage. */
    private static final class Course {
        private final int stage;
        private final SequentialTest test;
        private final Counts first;
        private Counts newest;
        /** Where the step that goes on began. */
        private Counts base;

        private boolean begins = true;
        /** Whether the step before that one was counted too, so that what stable showed in it is not lost. */
        private boolean follows;

        private boolean enclosed = true;
        private Side stable = new Side(0, 0);
        private Side candidate = new Side(0, 0);

        Course(int stage, double tolerance, Counts first) {
            this.stage = stage;
            this.test = new SequentialTest(tolerance);
            this.first = first;
            this.newest = first;
            this.base = first;
        }

        /**
         * Steps in which stable could not be read are left out, on both sides: what they were is not known. So is a step in
         * which something that only grows grew less, as pages that are torn in the middle of a count show it, in which stable
         * had no requests, or in which so many instances changed that a part of a fault may be lost. A step goes on while the
         * candidate has no requests, and while stable's pages don't enclose the candidate's: of a fault that both have, one would
         * show it before the other.
         */
        void add(Counts next) {
            enclosed = next.stable().isEmpty() || next.encloses();
            if (!enclosed) {
                return;
            }
            begins = false;
            newest = next;
            Optional<Step> step = step(next);
            if (step.isPresent() && step.get().candidateRequests() == 0) {
                return;
            }
            step.ifPresent(counted -> {
                test.add(counted);
                candidate = sum(candidate, new Side(counted.candidateEvents(), counted.candidateRequests()));
                stable = sum(stable, new Side(counted.stableEvents(), counted.stableRequests()));
            });
            follows = step.isPresent();
            base = next;
        }

        private Optional<Step> step(Counts next) {
            if (next.stable().isEmpty()
                    || base.stable().isEmpty()
                    || !next.bound().equals(base.bound())) {
                return Optional.empty();
            }
            Counts.Stable known = base.stable().get();
            Counts.Stable now = next.stable().get();
            Side candidates = next.candidate().since(base.candidate());
            Side stables = now.since(known);
            double before = known.after() - known.before();
            boolean same = now.instances().sameAs(known.instances())
                    && next.instances().sameAs(base.instances());
            return same && candidates.isCount() && stables.isCount() && stables.requests() > 0 && before >= 0
                    ? Optional.of(new Step(
                            candidates.events(),
                            candidates.requests(),
                            stables.events(),
                            stables.requests(),
                            before,
                            follows))
                    : Optional.empty();
        }

        private static Side sum(Side one, Side other) {
            return new Side(one.events() + other.events(), one.requests() + other.requests());
        }
    }

    /** What is to be judged, of what a source gave for both versions; anything else that it gave stays what it is. */
    public Sample compared(Metric metric, Sample sample, int stage) {
        if (metric.read() instanceof Reading.Comparison read && sample instanceof Counts counts) {
            return compared(metric, read, counts, stage);
        }
        if (metric.read() instanceof Reading.Versus versus && sample instanceof Sample.Pair pair) {
            return pairs.compared(metric, versus, pair, stage);
        }
        return sample;
    }

    private Sample compared(Metric metric, Reading.Comparison read, Counts counts, int stage) {
        Course known = courses.get(metric.name());
        if (known == null || known.stage != stage) {
            if (counts.stable().isPresent() && !counts.encloses()) {
                return new Sample.Value(metric.unit().fromBase(1), counts.sampledAt(), Optional.of(BEGINS));
            }
            known = new Course(stage, read.tolerance(), counts);
            courses.put(metric.name(), known);
        }
        if (counts.sampledAt().isAfter(known.newest.sampledAt())) {
            known.add(counts);
        }
        if (!known.begins
                && known.newest.candidate().requests()
                        == known.first.candidate().requests()) {
            return new Sample.NoData("the candidate had no requests in this stage so far");
        }
        double p = known.test.pValue();
        return new Sample.Value(
                        metric.unit().fromBase(p),
                        known.newest.sampledAt(),
                        Optional.of(sentence(known, read.tolerance(), p)))
                .of(known.candidate.requests() + known.stable.requests());
    }

    private static String sentence(Course course, double tolerance, double p) {
        if (course.newest.stable().isEmpty()) {
            return "stable can't be read: nothing to compare with";
        }
        if (!course.enclosed) {
            return "stable was not read both before the candidate and after it: nothing to compare with";
        }
        if (course.begins) {
            return BEGINS;
        }
        if (course.stable.requests() == 0) {
            return "stable had no requests in this stage so far: nothing to compare with";
        }
        double ratio = rate(course.candidate) / rate(course.stable);
        String times = Double.isFinite(ratio) ? ", " + number(ratio) + " times" : "";
        return "candidate " + side(course.candidate) + ", stable " + side(course.stable) + times + "; up to "
                + number(tolerance) + " times is tolerated; worse with a confidence of " + confidence(p);
    }

    /** What is less than certain is not shown as certain. */
    private static String confidence(double p) {
        double percent = 100 * (1 - p);
        return percent > 99.99 ? "over 99.99%" : number(percent) + "%";
    }

    private static double rate(Side side) {
        return side.events() / side.requests();
    }

    private static String side(Side side) {
        String share = side.requests() == 0 ? "" : " (" + number(100 * rate(side)) + "%)";
        return number(side.events()) + " of " + number(side.requests()) + share;
    }

    private static String number(double value) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.ROOT);
        format.setMaximumFractionDigits(value >= 100 ? 0 : 2);
        return format.format(value);
    }
}
