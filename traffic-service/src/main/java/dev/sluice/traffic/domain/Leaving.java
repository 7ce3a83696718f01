package dev.sluice.traffic.domain;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What ends a rollout whose candidate has everything. */
final class Leaving {
    private Leaving() {}

    /** Where something is to be shut down first, that comes first. */
    static Lifecycle begins(RolloutState rollout) {
        return rollout.plan().retiredOnceComplete(true).isEmpty()
                ? new Lifecycle.RolloutCompleted(rollout.id())
                : new Lifecycle.ClosingStarted(rollout.id());
    }

    /** What won't be shut down is told, and left to its owner: the candidate serves everybody all the same. */
    static List<Lifecycle> due(TargetState state, RolloutState rollout, Phase.Closing closing, Instant now) {
        Span within = new Span(rollout.plan().rollback().shutdownLimit());
        boolean tooLong = !now.isBefore(closing.since().plus(within.duration()));
        if (state.frozen().isPresent() || !(rollout.toRetire().isEmpty() || tooLong)) {
            return List.of();
        }
        List<Lifecycle> events = new ArrayList<>();
        rollout.toRetire().stream()
                .map(Workload::name)
                .filter(name -> rollout.retirement(name).delayed().isEmpty())
                .forEach(name -> events.add(
                        new Lifecycle.RetirementDelayed(rollout.id(), name, "was not shut down within " + within)));
        events.add(new Lifecycle.RolloutCompleted(rollout.id()));
        return events;
    }

    /** Until when it may take. */
    static Optional<Instant> limit(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Closing closing
                ? Optional.of(closing.since().plus(rollout.plan().rollback().shutdownLimit()))
                : Optional.empty();
    }
}
