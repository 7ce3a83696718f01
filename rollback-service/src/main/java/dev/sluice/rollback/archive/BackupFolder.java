package dev.sluice.rollback.archive;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Json;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of the one backup that a rollout has of a store: {@code namespace/application/rollout/store}. Its manifest
 * makes it a backup. Whoever works in it holds its lock, which ends with the process, so that two instances never restore
 * the same store at once.
 */
public final class BackupFolder {
    static final String MANIFEST = "manifest.json";
    private static final String NOTES = "restore.json";
    private static final ObjectMapper JSON = Json.WIRE.copy();

    private final Path root;
    private final Path folder;
    private final Path ofTarget;
    private final Path lock;

    public BackupFolder(Path root, Target target, RolloutId rollout, Name store) {
        this.root = root;
        this.ofTarget = root.resolve(target.namespace()).resolve(target.application());
        this.folder = ofTarget.resolve(rollout.text()).resolve(store.text());
        this.lock = ofTarget.resolve(store.text() + ".lock");
    }

    /** The manifest; empty when there is no backup, or only the beginning of one. */
    public Optional<Manifest> manifest() throws StoreFailure {
        return read(folder);
    }

    static Optional<Manifest> read(Path folder) throws StoreFailure {
        Path file = folder.resolve(MANIFEST);
        try {
            Optional<byte[]> text = Disk.read(file);
            return text.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(text.get(), Manifest.class));
        } catch (JacksonException e) {
            throw StoreFailure.lasting(file + " is no manifest of a backup: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw StoreFailure.passing(file + " can't be read: " + e.getMessage(), e);
        }
    }

    /** An empty folder for a new backup, whatever was left of another try. */
    public FolderWriter begin(String id, Sealing sealing) throws StoreFailure {
        try {
            Disk.makeFolder(root);
            Disk.delete(folder);
            Disk.makeFolder(folder);
            return new FolderWriter(folder, id, sealing);
        } catch (IOException e) {
            throw StoreFailure.passing("no backup can be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** It is a backup from now on. */
    public void complete(Manifest manifest) throws StoreFailure {
        try {
            Disk.replace(
                    folder.resolve(MANIFEST),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        } catch (IOException e) {
            throw StoreFailure.passing("the manifest can't be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Reads the parts that a manifest names; checks each against its digest and its seal as it is read. */
    public ArchiveReader reader(Manifest manifest, Sealing sealing) throws StoreFailure {
        if (!manifest.encryption().equals(sealing.fingerprint())) {
            throw StoreFailure.lasting("backup " + manifest.id() + " was encrypted "
                    + manifest.encryption().map(key -> "with key " + key).orElse("by no key")
                    + ", and the plan's encryptionKey is "
                    + sealing.fingerprint().orElse("absent"));
        }
        return new FolderReader(folder, manifest, sealing);
    }

    /** What restores of this backup have noted. */
    public Notes notes() throws StoreFailure {
        return FileNotes.in(folder.resolve(NOTES));
    }

    /** Throws when another process, or another step of this one, works on the store. */
    public Lock lock() throws StoreFailure {
        FileChannel channel = null;
        try {
            Disk.makeFolder(ofTarget);
            channel = Disk.openLock(lock);
            FileLock held = channel.tryLock();
            if (held != null) {
                FileChannel open = channel;
                return () -> close(open);
            }
        } catch (OverlappingFileLockException e) {
            close(channel);
            throw StoreFailure.passing("another step works on this store", e);
        } catch (IOException e) {
            throw StoreFailure.passing("no lock can be had in " + lock + ": " + e.getMessage(), e);
        }
        close(channel);
        throw StoreFailure.passing(
                "another instance works on this store", new IOException(lock + " is held by another process"));
    }

    private static void close(@org.jspecify.annotations.Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Held until it is closed or the process ends. */
    @FunctionalInterface
    public interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
