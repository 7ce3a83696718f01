package dev.sluice.traffic.domain;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What ends a rollout once stable has everything again. */
final class Returning {
    private Returning() {}

    /** The steps of the way back hold up the end alone, and that until their time has passed at most. */
    static List<Lifecycle> due(RolloutState rollout, Phase.Restored restored, Instant now) {
        return Steps.falls(rollout, now)
                .or(() -> rollout.dueStep().flatMap(step -> Steps.rises(rollout, step, now)))
                .or(() -> rollout.dueStep().isPresent() ? Optional.empty() : end(rollout, restored))
                .map(List::of)
                .orElse(List.of());
    }

    private static Optional<Lifecycle> end(RolloutState rollout, Phase.Restored restored) {
        return switch (restored.kind()) {
            case ABORT ->
                Optional.of(new Lifecycle.RolloutAborted(
                        rollout.id(), new Requester("traffic-service", restored.reason())));
            case ROLLBACK ->
                rollout.rollback().flatMap(story -> story.failed()
                        .map(why -> (Lifecycle) new Lifecycle.RolloutFailed(rollout.id(), why))
                        .or(() -> story.completed()
                                .map(times -> new Lifecycle.RolloutRolledBack(rollout.id(), restored.reason()))));
        };
    }
}
