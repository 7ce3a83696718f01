package dev.sluice.traffic.effects;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What is being done to workloads, at most one thing to each of a rollout. Used on the loop only. */
final class Undertakings {
    /** Something that takes several steps and goes on by itself. */
    interface Undertaking {
        void run();

        /** What a supervisor was asked for goes on there; nothing more is asked, and nothing more is told. */
        void cancel();
    }

    private record Key(RolloutId rollout, Name workload) {}

    private final Map<Key, Undertaking> running = new HashMap<>();

    /** Begins it unless one runs for this workload. */
    void begin(RolloutId rollout, Name workload, Supplier<Undertaking> undertaking) {
        Key key = new Key(rollout, workload);
        if (!running.containsKey(key)) {
            Undertaking begun = undertaking.get();
            running.put(key, begun);
            begun.run();
        }
    }

    /** Ends what runs for a rollout's workloads other than these. */
    void endUnless(RolloutId rollout, Collection<Name> wanted) {
        running.entrySet().removeIf(each -> {
            boolean over = each.getKey().rollout().equals(rollout)
                    && !wanted.contains(each.getKey().workload());
            if (over) {
                each.getValue().cancel();
            }
            return over;
        });
    }

    void end(RolloutId rollout) {
        endUnless(rollout, Set.of());
    }
}
