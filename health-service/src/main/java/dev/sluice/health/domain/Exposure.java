package dev.sluice.health.domain;

import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.StageStory;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.story.Watch;
import java.time.Instant;
import java.util.Optional;

/**
 * A candidate that has traffic and may get more: what there is to watch, from the first switch to the end or the way
 * back. Between two stages there is no {@link Watch}, but the candidate serves on, so triggers are watched on.
 *
 * @param of the version of the lifecycle event that facts speak of
 * @param stage 0-based
 * @param switchedAt when the traffic was switched last
 * @param watch present while a stage is watched, which is when its checks count
 */
public record Exposure(long of, int stage, Instant switchedAt, Optional<Watch> watch) {
    /** Empty when nothing is to be watched: no open rollout, no switch so far, or on its way back. */
    public static Optional<Exposure> of(TargetState target) {
        return target.open()
                .filter(RolloutState::goingUp)
                .flatMap(state -> of(state, target.gate().version()));
    }

    private static Optional<Exposure> of(RolloutState state, long version) {
        if (state.phase() instanceof Phase.Observing observing) {
            Watch watch = observing.watch();
            return Optional.of(new Exposure(watch.of(), observing.stage(), watch.since(), Optional.of(watch)));
        }
        long of = state.phase() instanceof Phase.Baking baking ? baking.watch().of() : version;
        return switchedAt(state).map(at -> new Exposure(of, state.stage(), at, Optional.empty()));
    }

    private static Optional<Instant> switchedAt(RolloutState state) {
        return state.stages().reversed().stream()
                .map(StageStory::switchedAt)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
