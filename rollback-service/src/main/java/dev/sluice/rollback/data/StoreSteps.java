package dev.sluice.rollback.data;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.RolloutId;
import dev.sluice.rollback.archive.BackupFolder;
import dev.sluice.rollback.archive.FolderWriter;
import dev.sluice.rollback.archive.Manifest;
import dev.sluice.rollback.archive.Sealing;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The steps as they are taken. What a step has reached lies in the backup's folder and in the store itself, so one that
 * was killed is simply taken again: a backup without a manifest is begun anew, a restore goes on where its notes say.
 */
public final class StoreSteps implements DataSteps {
    private static final Logger LOG = Logger.getLogger(StoreSteps.class);
    private static final String RESTORED = "restored-at";
    private static final String TOOK = "restored-in-ms";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final DataSettings settings;
    private final Stores stores;
    private final Secrets secrets;
    private final Lanes lanes;

    public StoreSteps(DataSettings settings, Stores stores, Secrets secrets, Lanes lanes) {
        this.settings = settings;
        this.stores = stores;
        this.secrets = secrets;
        this.lanes = lanes;
    }

    @Override
    public CompletionStage<Backed> backup(Errand errand) {
        return lanes.run(
                errand,
                Progress.Work.BACKUP,
                errand.data().backupWithin().duration(),
                task -> taken(errand, task),
                Backed.Failed::new);
    }

    @Override
    public CompletionStage<Restored> restore(Errand errand, String backup) {
        return lanes.run(
                errand,
                Progress.Work.RESTORE,
                errand.data().restoreWithin().duration(),
                task -> restored(errand, backup, task),
                Restored.Failed::new);
    }

    @Override
    public CompletionStage<Writes> pauseWrites(Errand errand) {
        return switched(errand, Progress.Work.PAUSE_WRITES, errand.store().writes());
    }

    @Override
    public CompletionStage<Writes> resumeWrites(Errand errand) {
        return switched(
                errand, Progress.Work.RESUME_WRITES, errand.store().writes().reversed());
    }

    @Override
    public void cancel(RolloutId rollout) {
        lanes.cancel(rollout);
    }

    private Backed taken(Errand errand, RunningTask task) throws StoreFailure {
        BackupFolder folder = folder(errand);
        try (BackupFolder.Lock lock = lanes.lock(folder, task)) {
            Optional<Manifest> there = folder.manifest();
            return answer(there.isPresent() ? there.get() : take(errand, folder, task));
        }
    }

    private Manifest take(Errand errand, BackupFolder folder, RunningTask task) throws StoreFailure {
        Sealing sealing = sealing(errand);
        Instant takenAt = settings.clock().instant();
        String id = errand.rollout() + "-" + errand.store().name() + "-" + TIME.format(takenAt);
        BackupStore store = stores.store(errand.target(), errand.store());
        FolderWriter writer = folder.begin(id, sealing);
        List<Content> contents = store.take(writer, task);
        Function<Instant, Manifest> manifest = now -> new Manifest(
                id,
                errand.target(),
                errand.rollout(),
                errand.store().name(),
                takenAt,
                takenAt.plus(errand.data().keep().duration()),
                Duration.between(takenAt, now).toMillis(),
                sealing.fingerprint(),
                writer.parts(),
                contents);
        Manifest draft = manifest.apply(takenAt);
        store.check(folder.reader(draft, sealing), contents, task);
        Manifest whole = manifest.apply(settings.clock().instant());
        task.step("completing", 0);
        folder.complete(whole);
        LOG.infof("%s %s: backup %s taken and verified", errand.target(), errand.rollout(), id);
        return whole;
    }

    private static Backed answer(Manifest manifest) {
        return new Backed.Taken(
                manifest.id(),
                manifest.stored(),
                Summary.of(manifest.contents()),
                manifest.takenAt(),
                manifest.keptUntil(),
                manifest.tookMs());
    }

    private Restored restored(Errand errand, String backup, RunningTask task) throws StoreFailure {
        BackupFolder folder = folder(errand);
        try (BackupFolder.Lock lock = lanes.lock(folder, task)) {
            Manifest manifest = folder.manifest()
                    .filter(each -> each.id().equals(backup))
                    .orElseThrow(() -> StoreFailure.lasting("backup " + backup + " is not in " + settings.folder()
                            + "; instances of rollback-service must share that folder"));
            Notes notes = folder.notes();
            Optional<String> before = notes.get(RESTORED);
            if (before.isPresent()) {
                return again(
                        manifest, before.get(), Long.parseLong(notes.get(TOOK).orElse("0")));
            }
            return restored(errand, folder, manifest, notes, task);
        }
    }

    private Restored restored(Errand errand, BackupFolder folder, Manifest manifest, Notes notes, RunningTask task)
            throws StoreFailure {
        Instant began = settings.clock().instant();
        List<Verification> checks = stores.store(errand.target(), errand.store())
                .restore(folder.reader(manifest, sealing(errand)), manifest.contents(), notes, task);
        Optional<Verification> wrong =
                checks.stream().filter(check -> !check.verified()).findFirst();
        if (wrong.isPresent()) {
            throw StoreFailure.lasting(
                    "not verified: " + wrong.get().what() + ", " + wrong.get().detail());
        }
        long took = Duration.between(began, settings.clock().instant()).toMillis();
        notes.put(TOOK, Long.toString(took));
        notes.put(RESTORED, settings.clock().instant().toString());
        LOG.infof("%s %s: %s restored and verified", errand.target(), errand.rollout(), manifest.id());
        return new Restored.Verified(Summary.of(manifest.contents()), bounded(checks), took);
    }

    /** It was restored before this was asked again; what users wrote since is not discarded a second time. */
    private static Restored again(Manifest manifest, String at, long took) {
        Verification check = new Verification("restore of " + manifest.id(), true, "done and verified at " + at);
        return new Restored.Verified(Summary.of(manifest.contents()), List.of(check), took);
    }

    private static List<Verification> bounded(List<Verification> checks) {
        int most = 40;
        if (checks.size() <= most) {
            return checks;
        }
        List<Verification> few = new ArrayList<>(checks.subList(0, most - 1));
        few.add(new Verification((checks.size() - most + 1) + " more", true, "as the manifest has them"));
        return few;
    }

    private CompletionStage<Writes> switched(Errand errand, Progress.Work work, List<WriteHook> hooks) {
        Duration limit =
                hooks.stream().map(hook -> hook.within().duration()).reduce(settings.patience(), Duration::plus);
        return lanes.run(errand, work, limit, task -> switched(errand, work, hooks, task), Writes.Failed::new);
    }

    /**
     * Under the store's lock, as every step: a process that slept, and wakes after another one has brought the restore to
     * its end, would otherwise pause a store that is in use again, and nobody would resume it.
     */
    private Writes switched(Errand errand, Progress.Work work, List<WriteHook> hooks, RunningTask task)
            throws StoreFailure {
        if (hooks.isEmpty()) {
            return new Writes.Done(List.of());
        }
        BackupFolder folder = folder(errand);
        try (BackupFolder.Lock lock = lanes.lock(folder, task)) {
            // Writes are resumed after this note alone, so that there is nothing left for which to pause them.
            if (work == Progress.Work.PAUSE_WRITES
                    && folder.notes().get(RESTORED).isPresent()) {
                return new Writes.Done(List.of());
            }
            return each(errand, work, hooks, task);
        }
    }

    /** Every hook is tried, whatever becomes of the others. */
    private Writes each(Errand errand, Progress.Work work, List<WriteHook> hooks, RunningTask task)
            throws StoreFailure {
        List<String> names = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (WriteHook hook : hooks) {
            task.step(work.words() + " by " + hook.name(), 0);
            Optional<String> failure = lanes.within(hook.within().duration(), task, limited -> {
                var gate = stores.hook(errand.target(), errand.store(), hook);
                if (work == Progress.Work.PAUSE_WRITES) {
                    gate.pause(limited);
                } else {
                    gate.resume(limited);
                }
            });
            failure.ifPresentOrElse(
                    reason -> wrong.add(hook.name() + ": " + reason),
                    () -> names.add(hook.name().text()));
        }
        if (!wrong.isEmpty()) {
            throw StoreFailure.lasting(String.join("; ", wrong));
        }
        return new Writes.Done(names);
    }

    private Sealing sealing(Errand errand) throws StoreFailure {
        return errand.data().encryptionKey().isEmpty()
                ? Sealing.NONE
                : Sealing.with(secrets.read(errand.data().encryptionKey().get()));
    }

    private BackupFolder folder(Errand errand) {
        return new BackupFolder(
                settings.folder(),
                errand.target(),
                errand.rollout(),
                errand.store().name());
    }
}
