package dev.sluice.rollback.archive;

import dev.sluice.events.value.RolloutId;
import dev.sluice.rollback.port.StoreFailure;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Deletes backups whose time is over, and what tries left that came to nothing. What an open rollout may need is never
 * deleted, however old it is, and neither is what can't be understood.
 */
public final class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    /** Longer than any backup may take. */
    private static final Duration ABANDONED = Duration.ofDays(2);

    private final Path root;

    public Sweep(Path root) {
        this.root = root;
    }

    /** Answers what was deleted. */
    public List<String> run(Instant now, Set<RolloutId> open) throws StoreFailure {
        List<String> deleted = new ArrayList<>();
        try {
            for (Path namespace : Disk.folders(root)) {
                for (Path application : Disk.folders(namespace)) {
                    for (Path rollout : Disk.folders(application)) {
                        if (!isOpen(rollout, open)) {
                            sweep(rollout, now, deleted);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw StoreFailure.passing("backups in " + root + " can't be swept: " + e.getMessage(), e);
        }
        return deleted;
    }

    private static boolean isOpen(Path rollout, Set<RolloutId> open) {
        String name = String.valueOf(rollout.getFileName());
        return open.stream().anyMatch(each -> each.text().equals(name));
    }

    private static void sweep(Path rollout, Instant now, List<String> deleted) throws IOException {
        for (Path store : Disk.folders(rollout)) {
            if (isOver(store, now)) {
                Disk.delete(store);
                deleted.add(store.toString());
                LOG.infof("backup %s deleted: its time is over", store);
            }
        }
        if (Disk.folders(rollout).isEmpty()) {
            try {
                Files.deleteIfExists(rollout);
            } catch (DirectoryNotEmptyException e) {
                LOG.debugf("%s holds something that is not ours", rollout);
            }
        }
    }

    private static boolean isOver(Path store, Instant now) throws IOException {
        try {
            Optional<Manifest> manifest = BackupFolder.read(store);
            Instant end = manifest.isPresent()
                    ? manifest.get().keptUntil()
                    : Files.getLastModifiedTime(store).toInstant().plus(ABANDONED);
            return end.isBefore(now);
        } catch (StoreFailure e) {
            LOG.warnf("not deleted: %s", e.reason());
            return false;
        }
    }
}
