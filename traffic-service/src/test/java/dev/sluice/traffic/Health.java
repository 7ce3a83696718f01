package dev.sluice.traffic;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The two colleagues of traffic-service as it sees them: health-service that finds everything healthy, pulses every 2 s
 * and validates each stage when it is due; rollback-service that finishes its procedure once traffic is restored.
 */
final class Health {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PULSE = Duration.ofSeconds(2);
    private final World world;
    private Duration sincePulse = PULSE;
    private boolean silent;

    Health(World world) {
        this.world = world;
        world.loop().after(LOOK, this::look);
    }

    /** From now on nothing comes. */
    void silence() {
        silent = true;
    }

    void speak() {
        silent = false;
    }

    private void look() {
        sincePulse = sincePulse.plus(LOOK);
        if (!silent) {
            world.state().open().ifPresent(this::look);
        }
        world.loop().after(LOOK, this::look);
    }

    private void look(RolloutState rollout) {
        if (sincePulse.compareTo(PULSE) >= 0) {
            sincePulse = Duration.ZERO;
            world.pulse(new Beat(
                    rollout.id(),
                    world.state().gate().version(),
                    Verdict.HEALTHY,
                    500,
                    1_000,
                    Optional.empty(),
                    Optional.empty()));
        }
        if (rollout.phase() instanceof Phase.Observing observing
                && !observing.watch().validated()) {
            rollout.due()
                    .filter(due -> !world.now().isBefore(due))
                    .ifPresent(due -> world.tell(new Fact.StageValidated(
                            rollout.id(),
                            observing.watch().judgedOf(),
                            observing.stage(),
                            rollout.healthFacts() + 1,
                            List.of(Samples.reading()))));
        }
        if (rollout.phase() instanceof Phase.Restored restored
                && restored.kind() == Phase.RestoreKind.ROLLBACK
                && rollout.rollback().flatMap(story -> story.completed()).isEmpty()) {
            long of = restored.version();
            if (rollout.rollback().isEmpty()) {
                world.tell(Samples.rollbackRequested(of));
            }
            world.tell(Samples.rollbackCompleted(of));
        }
    }
}
