package dev.sluice.chassis.kafka;

import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.TargetSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Where to begin with the journal, from the snapshots. traffic-service writes the snapshots of a partition in the
 * journal's order, so all that stands before the newest {@code covers} is covered for every target but those with an
 * open rollout or a waiting start, which are read again from their own first event.
 */
public record StartingPoint(Map<Target, TargetState> states, Map<Integer, Long> offsets) {
    public static StartingPoint of(Collection<TargetSnapshot> snapshots, ToIntFunction<Target> partition) {
        Map<Target, TargetState> states = new HashMap<>();
        Map<Integer, Long> covered = new HashMap<>();
        Map<Integer, Long> open = new HashMap<>();
        for (TargetSnapshot snapshot : snapshots) {
            int p = partition.applyAsInt(snapshot.target());
            states.put(snapshot.target(), TargetState.resumed(snapshot));
            covered.merge(p, snapshot.covers() + 1, Math::max);
            if (snapshot.replayFrom() <= snapshot.covers()) {
                open.merge(p, snapshot.replayFrom(), Math::min);
            }
        }
        Map<Integer, Long> offsets = new HashMap<>();
        covered.forEach((p, offset) -> offsets.put(p, Math.min(offset, open.getOrDefault(p, offset))));
        return new StartingPoint(states, offsets);
    }
}
