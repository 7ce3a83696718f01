package dev.sluice.simulation.process;

import dev.sluice.chassis.Service;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Group;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** For which partitions a process acts: as its group says, once it has read all that stood in the journal at that moment. */
final class Owning {
    private static final Duration ASKED = Duration.ofSeconds(1);
    private final Process process;
    private final Following following;
    private final Group group;
    private final Set<Integer> assigned = new TreeSet<>();
    private final Set<Integer> acting = new TreeSet<>();
    private final Map<Integer, Long> confirmed = new HashMap<>();
    private @Nullable Service service;
    private int epoch;

    Owning(Process process, Following following, Group group) {
        this.process = process;
        this.following = following;
        this.group = group;
    }

    /** @param asks whether it asks the coordinator every second for what it owns */
    void begin(Service owner, boolean asks) {
        service = owner;
        if (asks) {
            process.after(ASKED, this::ask);
        }
    }

    private void ask() {
        process.after(ASKED, this::ask);
        long at = process.nanoTime();
        if (following.inReach() && following.caughtUp()) {
            for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
                if (group.owner(partition) == process) {
                    confirmed.computeIfPresent(partition, (key, known) -> Math.max(known, at));
                }
            }
        }
    }

    /** What is given anew was lost in between, whether anybody said so or not. */
    void given(int partition, int generation) {
        taken(partition);
        epoch = generation;
        assigned.add(partition);
        confirmed.put(partition, process.nanoTime());
        following.whenCaughtUp(partition, () -> {
            if (assigned.contains(partition) && acting.add(partition)) {
                Optional.ofNullable(service).ifPresent(owner -> owner.onOwned(partition));
            }
        });
    }

    void taken(int partition) {
        assigned.remove(partition);
        confirmed.remove(partition);
        if (acting.remove(partition)) {
            Optional.ofNullable(service).ifPresent(owner -> owner.onLost(partition));
        }
    }

    boolean acts(int partition) {
        return acting.contains(partition);
    }

    Set<Integer> acting() {
        return new TreeSet<>(acting);
    }

    int epoch() {
        return epoch;
    }

    Duration sinceConfirmed(int partition) {
        Long at = confirmed.get(partition);
        return at == null ? Duration.ofDays(1) : Duration.ofNanos(process.nanoTime() - at);
    }
}
