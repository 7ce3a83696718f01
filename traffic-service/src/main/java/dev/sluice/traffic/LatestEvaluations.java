package dev.sluice.traffic;

import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.RolloutId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What health-service said last of each rollout, for people. It is read from now on, decides nothing, and is kept of the
 * rollouts that were evaluated last. Safe for use by many threads.
 */
@ApplicationScoped
public class LatestEvaluations {
    private static final int ROLLOUTS_MAX = 1_000;

    private final Map<RolloutId, Map<StageEvaluated.Kind, StageEvaluated>> latest =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<RolloutId, Map<StageEvaluated.Kind, StageEvaluated>> eldest) {
                    return size() > ROLLOUTS_MAX;
                }
            };

    /** One was read from the topic. */
    public synchronized void add(StageEvaluated evaluated) {
        latest.computeIfAbsent(evaluated.rollout(), any -> new EnumMap<>(StageEvaluated.Kind.class))
                .merge(evaluated.kind(), evaluated, (known, next) -> next.at().isBefore(known.at()) ? known : next);
    }

    /** The newest of each kind that is of the stage that is being watched; none where none is. */
    public synchronized List<StageEvaluated> of(RolloutState rollout) {
        return rollout.observing().isEmpty()
                ? List.of()
                : latest.getOrDefault(rollout.id(), Map.of()).values().stream()
                        .filter(evaluated -> evaluated.stage() == rollout.stage())
                        .toList();
    }
}
