package dev.sluice.traffic.domain;

import dev.sluice.events.plan.Data;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Rollback;
import java.time.Duration;

/** How long rollback-service's procedure may take by its plan, so that nobody calls it stuck before. */
final class Procedures {
    private Procedures() {}

    static Duration longest(Plan plan) {
        Rollback rollback = plan.rollback();
        return rollback.verifyWithin()
                .duration()
                .plus(rollback.shutdownDelay())
                .plus(rollback.shutdownLimit())
                .plus(plan.data().map(Procedures::longest).orElse(Duration.ZERO));
    }

    private static Duration longest(Data data) {
        return data.answerWithin()
                .duration()
                .plus(data.restoreWithin().duration())
                .multipliedBy(data.stores().size());
    }
}
