package dev.sluice.traffic.domain;

import dev.sluice.events.plan.Data;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Rollback;
import dev.sluice.events.plan.Step;
import java.time.Duration;

/** How long a rollback's procedure and its steps may take by the plan, so that nobody calls it stuck before. */
final class Procedures {
    private Procedures() {}

    static Duration longest(Plan plan) {
        Rollback rollback = plan.rollback();
        return rollback.verifyWithin()
                .duration()
                .plus(rollback.shutdownDelay())
                .plus(rollback.shutdownLimit())
                .plus(plan.data().map(Procedures::longest).orElse(Duration.ZERO))
                .plus(plan.stepsOnRollback().stream().map(Step::longest).reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration longest(Data data) {
        return data.answerWithin()
                .duration()
                .plus(data.restoreWithin().duration())
                .multipliedBy(data.stores().size());
    }
}
