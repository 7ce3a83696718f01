package dev.sluice.traffic.domain;

import dev.sluice.events.plan.Store;
import dev.sluice.events.story.BackupStory;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether the backups that a plan asks for are there: a start waits for them, and does not go on without one. */
final class Backups {
    private Backups() {}

    /** What stands between a rollout and its first stage. */
    sealed interface Missing {
        /** A backup is being taken. */
        record Awaited() implements Missing {}

        /** One failed, or did not come in time. */
        record Lost(String why) implements Missing {}
    }

    /** Empty when every store of the plan has a backup that was verified. */
    static Optional<Missing> missing(RolloutState rollout, Instant now) {
        List<Store> wanted = rollout.plan().data().map(data -> data.stores()).orElse(List.of());
        for (Store store : wanted) {
            BackupStory story = rollout.backups().get(store.name());
            if (story != null && story.failed().isPresent()) {
                return Optional.of(new Missing.Lost("the backup of " + store.name() + " failed: "
                        + story.failed().get()));
            }
        }
        List<Store> open = wanted.stream()
                .filter(store -> !rollout.backups().containsKey(store.name()))
                .toList();
        boolean late = limit(rollout).filter(at -> !now.isBefore(at)).isPresent();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                late
                        ? new Missing.Lost("no backup of " + open.getFirst().name() + " within "
                                + rollout.plan().data().orElseThrow().backupWithin())
                        : new Missing.Awaited());
    }

    /** When a start that waits for a backup is given up. */
    static Optional<Instant> deadline(RolloutState rollout) {
        return rollout.phase() instanceof Phase.Requested ? limit(rollout) : Optional.empty();
    }

    private static Optional<Instant> limit(RolloutState rollout) {
        return rollout.plan().data().map(data -> rollout.requestedAt()
                .plus(data.backupWithin().duration()));
    }
}
