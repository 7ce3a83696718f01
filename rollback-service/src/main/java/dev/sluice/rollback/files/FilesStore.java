package dev.sluice.rollback.files;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Store;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Paths that are restored one after the other: each beside the one in use, on the same disk, verified there, and
 * exchanged with it. A path that was not there at the backup is removed. The inode of the verified copy is noted, so that
 * after a crash it is known which of the two is in use.
 */
public final class FilesStore implements BackupStore {
    private static final String PART = "files-";
    private final List<Path> paths;

    public FilesStore(Store.Files store) {
        this.paths = store.paths().stream().map(Path::of).toList();
    }

    @Override
    public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
        try {
            long bytes = 0;
            for (Path path : paths) {
                Restorable.check(path);
                bytes += size(path);
            }
            into.reserve(bytes + 1);
            task.step("packing", bytes);
            List<Content> contents = new ArrayList<>();
            for (int i = 0; i < paths.size(); i++) {
                try (TarArchiveOutputStream tar = new TarArchiveOutputStream(into.part(PART + i), "UTF-8")) {
                    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                    tar.setAddPaxHeadersForNonAsciiNames(true);
                    contents.add(Tree.pack(paths.get(i), tar, task).content(paths.get(i)));
                }
            }
            return contents;
        } catch (IOException e) {
            throw StoreFailure.passing("the files can't be packed: " + e.getMessage(), e);
        }
    }

    private static long size(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        try (Stream<Path> walk = Files.walk(path)) {
            long bytes = 0;
            for (Path each : (Iterable<Path>) walk::iterator) {
                bytes += Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) ? Files.size(each) : 0;
            }
            return bytes;
        }
    }

    @Override
    public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
        task.step("checking", from.bytes());
        for (int i = 0; i < paths.size(); i++) {
            requireEqual(
                    contents.get(i), unpack(from, i, Optional.empty(), task).content(paths.get(i)), "the archive");
        }
    }

    private static void requireEqual(Content expected, Content found, String where) throws StoreFailure {
        if (!found.equals(expected)) {
            throw StoreFailure.lasting(where + " holds " + found + ", expected " + expected);
        }
    }

    private static Tree unpack(ArchiveReader from, int number, Optional<Path> place, Task task) throws StoreFailure {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(from.part(PART + number), "UTF-8")) {
            return Tree.unpack(tar, place.orElse(null), task);
        } catch (IOException e) {
            throw StoreFailure.lasting("part " + PART + number + " can't be unpacked: " + e.getMessage());
        }
    }

    @Override
    public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
            throws StoreFailure {
        List<Verification> checks = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            try {
                checks.add(restore(from, i, contents.get(i), notes, task));
            } catch (IOException e) {
                throw StoreFailure.passing(paths.get(i) + " can't be restored: " + e, e);
            }
        }
        return checks;
    }

    private Verification restore(ArchiveReader from, int number, Content content, Notes notes, Task task)
            throws IOException, StoreFailure {
        Path live = paths.get(number);
        Path beside = beside(live, ".sluice-new");
        Path old = beside(live, ".sluice-old");
        if (Tree.isAbsent(content)) {
            task.step("removing " + live, 0);
            Tree.delete(live);
            return new Verification("files " + live, true, "was not there at the backup, and is not");
        }
        String note = "verified-files-" + number;
        boolean exchanged = notes.get(note).isPresent() && notes.get(note).equals(inode(live));
        if (!exchanged) {
            if (notes.get(note).isEmpty() || !notes.get(note).equals(inode(beside))) {
                build(from, number, content, beside, task);
                notes.put(note, inode(beside).orElseThrow());
            }
            task.step("exchanging " + live, 0);
            Tree.delete(old);
            Exchange.exchange(beside, live, old);
        }
        task.step("removing the old files", 0);
        Tree.delete(beside);
        Tree.delete(old);
        return new Verification(
                "files " + live, inode(live).equals(notes.get(note)), content.count() + " files, equal to the backup");
    }

    private void build(ArchiveReader from, int number, Content content, Path beside, Task task)
            throws IOException, StoreFailure {
        task.step("unpacking " + paths.get(number), from.bytes());
        Tree.delete(beside);
        try {
            unpack(from, number, Optional.of(beside), task);
            task.step("verifying " + paths.get(number), from.bytes());
            requireEqual(content, Tree.on(beside, task).content(paths.get(number)), "the restored copy");
        } catch (StoreFailure e) {
            Tree.delete(beside);
            throw e;
        }
    }

    private static Path beside(Path path, String suffix) {
        return path.resolveSibling("." + path.getFileName() + suffix);
    }

    private static Optional<String> inode(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Objects.toString(
                        new java.util.TreeMap<>(Files.readAttributes(path, "unix:ino,dev", LinkOption.NOFOLLOW_LINKS))))
                : Optional.empty();
    }

    @Override
    public List<Content> contents(Task task) throws StoreFailure {
        List<Content> contents = new ArrayList<>();
        task.step("counting", 0);
        for (Path path : paths) {
            try {
                contents.add(Tree.on(path, task).content(path));
            } catch (IOException e) {
                throw StoreFailure.passing(path + " can't be read: " + e.getMessage(), e);
            }
        }
        return contents;
    }
}
