package dev.sluice.analyze.replay;

import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is seen of one stage. */
final class StageTally {
    private final Plan plan;
    private final int stage;
    private final Instant began;
    private final List<Check> checks;
    private final List<Tally> tallies = new ArrayList<>();
    private Optional<Instant> completed = Optional.empty();
    private int evaluations;
    private int healthy;
    private int unknown;

    StageTally(Plan plan, int stage, Instant began) {
        this.plan = plan;
        this.stage = stage;
        this.began = began;
        this.checks = plan.checks(stage);
        checks.forEach(check -> tallies.add(new Tally(check.expect(), false)));
    }

    int stage() {
        return stage;
    }

    Instant began() {
        return began;
    }

    void complete(Instant at) {
        completed = Optional.of(at);
    }

    void add(StageEvaluated evaluated) {
        evaluations++;
        switch (evaluated.verdict()) {
            case HEALTHY -> healthy++;
            case UNHEALTHY -> {}
            case UNKNOWN -> unknown++;
        }
        for (int each = 0; each < checks.size(); each++) {
            MetricReading reading = evaluated.readings().get(each);
            tallies.get(each).add(reading, Chronicle.base(plan, reading));
        }
    }

    StageCourse course() {
        List<CheckCourse> courses = new ArrayList<>();
        for (int each = 0; each < checks.size(); each++) {
            courses.add(new CheckCourse(checks.get(each), tallies.get(each).bounded()));
        }
        return new StageCourse(stage, began, completed, evaluations, healthy, unknown, courses);
    }
}
