package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Stage;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** No stage is skipped, none is shortened, and each has the share of the plan. */
public final class NoStageSkippedOrShortened implements Invariant {
    /** The clocks of processes run a little too fast, and are set right by what is read. */
    private static final double CLOCKS = 0.985;

    private final Map<RolloutId, Integer> completed = new HashMap<>();
    private final Map<RolloutId, Instant> switched = new HashMap<>();

    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step().recorded().flatMap(recorded -> written.before()
                .open()
                .filter(RolloutState::goingUp)
                .flatMap(rollout -> judged(rollout, recorded)));
    }

    private Optional<String> judged(RolloutState rollout, Recorded recorded) {
        Plan plan = rollout.plan();
        int done = completed.getOrDefault(rollout.id(), 0);
        return switch (recorded.event()) {
            case Lifecycle.StageStarted e -> {
                Stage stage = plan.stages().get(e.stage());
                yield e.stage() == done && stage.weight().equals(e.weight())
                        ? Optional.empty()
                        : Optional.of("stage " + e.stage() + " began with " + e.weight() + " after " + done);
            }
            case Lifecycle.TrafficSwitched e -> {
                switched.put(rollout.id(), recorded.meta().time());
                yield Optional.empty();
            }
            case Lifecycle.StageCompleted e -> {
                completed.put(rollout.id(), done + 1);
                yield lasted(
                        rollout.id(),
                        recorded.meta().time(),
                        plan.durationOf(e.stage()).duration());
            }
            case Lifecycle.RolloutCompleted e ->
                done == plan.stages().size()
                        ? Optional.empty()
                        : Optional.of("the rollout completed after " + done + " stages");
            default -> Optional.empty();
        };
    }

    private Optional<String> lasted(RolloutId rollout, Instant now, Duration planned) {
        Duration lasted = Duration.between(switched.getOrDefault(rollout, now), now);
        return lasted.toNanos() < planned.toNanos() * CLOCKS
                ? Optional.of("a stage of " + planned + " lasted " + lasted)
                : Optional.empty();
    }
}
