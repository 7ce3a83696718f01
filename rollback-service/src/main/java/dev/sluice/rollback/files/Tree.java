package dev.sluice.rollback.files;

import dev.sluice.events.journal.Content;
import dev.sluice.events.value.Digest;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * One file or folder with all that is below it: names, kinds, permissions, owners, and a SHA-256 of every file. Links are
 * kept as links.
 */
final class Tree {
    private static final String ROOT = "data";
    private static final int CHECKSUM = 26;
    private static final String ABSENT = "absent";

    private final List<String> lines = new ArrayList<>();
    private long files;

    private Tree() {}

    /** What stands for it in the contents. */
    Content content(Path path) {
        return new Content("files " + path, files, lines.isEmpty() ? ABSENT : Digest.of(lines.toString(), CHECKSUM));
    }

    static boolean isAbsent(Content content) {
        return content.checksum().equals(ABSENT);
    }

    /** Reads it from the disk; nothing is there if nothing is there. */
    static Tree on(Path root, Task task) throws IOException, StoreFailure {
        return pack(root, null, task);
    }

    /** Writes it as a tar, and says what was written. */
    static Tree pack(Path root, @org.jspecify.annotations.Nullable TarArchiveOutputStream tar, Task task)
            throws IOException, StoreFailure {
        Tree tree = new Tree();
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return tree;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.sorted(Comparator.comparing(Path::toString)).toList();
        }
        for (Path each : all) {
            tree.add(root, each, tar, task);
        }
        return tree;
    }

    private void add(Path root, Path file, @org.jspecify.annotations.Nullable TarArchiveOutputStream tar, Task task)
            throws IOException, StoreFailure {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int mode = number(attributes, "mode");
        String name = file.equals(root) ? ROOT : ROOT + "/" + root.relativize(file);
        boolean folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        boolean link = Files.isSymbolicLink(file);
        if (!folder && !link && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw StoreFailure.lasting(file + " is neither a file nor a folder nor a link: it can't be backed up");
        }
        TarArchiveEntry entry = link
                ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
                : new TarArchiveEntry(folder ? name + "/" : name);
        entry.setMode(mode);
        entry.setUserId(number(attributes, "uid"));
        entry.setGroupId(number(attributes, "gid"));
        entry.setLastModifiedTime((FileTime) attributes.get("lastModifiedTime"));
        if (link) {
            entry.setLinkName(Files.readSymbolicLink(file).toString());
        }
        long size = folder || link ? 0 : Files.size(file);
        entry.setSize(size);
        if (tar != null) {
            tar.putArchiveEntry(entry);
        }
        OutputStream into = tar == null ? OutputStream.nullOutputStream() : tar;
        String hash = folder || link ? "" : copy(file, into, size, task);
        if (tar != null) {
            tar.closeArchiveEntry();
        }
        note(entry, hash);
    }

    private static String copy(Path file, OutputStream into, long size, Task task) throws IOException, StoreFailure {
        DigestOutputStream digest = new DigestOutputStream(into, sha256());
        try (InputStream in = Files.newInputStream(file)) {
            copy(in, digest, size, task);
            if (in.read() >= 0) {
                throw new IOException(file + " grows while it is read");
            }
        }
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    private static void copy(InputStream in, OutputStream out, long size, Task task) throws IOException, StoreFailure {
        byte[] buffer = new byte[1 << 16];
        for (long left = size; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("shorter than expected by " + left + " bytes");
            }
            out.write(buffer, 0, read);
            task.done(read);
            left -= read;
        }
    }

    private void note(TarArchiveEntry entry, String hash) {
        String name = entry.getName().replaceFirst("/$", "");
        String kind = entry.isDirectory() ? "folder" : entry.isSymbolicLink() ? "link" : "file";
        files += kind.equals("folder") ? 0 : 1;
        // The permissions of a link mean nothing.
        String mode = entry.isSymbolicLink() ? "" : Integer.toOctalString(entry.getMode() & 07777);
        lines.add(String.join(
                "\t",
                name,
                kind,
                mode,
                entry.getLongUserId() + ":" + entry.getLongGroupId(),
                entry.getLinkName(),
                hash));
    }

    /** Reads a tar to its end; says what it holds, and lays it down if there is a place. */
    static Tree unpack(TarArchiveInputStream tar, @org.jspecify.annotations.Nullable Path place, Task task)
            throws IOException, StoreFailure {
        Tree tree = new Tree();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            MessageDigest digest = sha256();
            if (place == null) {
                copy(tar, new DigestOutputStream(OutputStream.nullOutputStream(), digest), entry.getSize(), task);
            } else {
                tree.lay(tar, entry, target(place, entry), digest, task);
            }
            tree.note(
                    entry,
                    entry.isDirectory() || entry.isSymbolicLink()
                            ? ""
                            : HexFormat.of().formatHex(digest.digest()));
        }
        return tree;
    }

    private static Path target(Path place, TarArchiveEntry entry) throws IOException {
        String name = entry.getName().replaceFirst("/$", "");
        Path target = name.equals(ROOT)
                ? place
                : place.resolve(name.substring(ROOT.length() + 1)).normalize();
        if (!name.startsWith(ROOT) || !target.startsWith(place)) {
            throw new IOException("an entry of the archive leads out of it: " + name);
        }
        return target;
    }

    private void lay(TarArchiveInputStream tar, TarArchiveEntry entry, Path target, MessageDigest digest, Task task)
            throws IOException, StoreFailure {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            own(entry, target);
            return;
        }
        if (entry.isDirectory()) {
            Files.createDirectory(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                copy(tar, new DigestOutputStream(Channels.newOutputStream(file), digest), entry.getSize(), task);
                file.force(true);
            }
        }
        own(entry, target);
        Files.setAttribute(target, "unix:mode", entry.getMode() & 07777);
        if (!entry.isDirectory()) {
            Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        }
    }

    private static void own(TarArchiveEntry entry, Path target) throws IOException {
        Map<String, Object> is = Files.readAttributes(target, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        if (number(is, "uid") != entry.getLongUserId()) {
            Files.setAttribute(target, "unix:uid", (int) entry.getLongUserId(), LinkOption.NOFOLLOW_LINKS);
        }
        if (number(is, "gid") != entry.getLongGroupId()) {
            Files.setAttribute(target, "unix:gid", (int) entry.getLongGroupId(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Removes it with all that is below it. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            try {
                Files.delete(each);
            } catch (NoSuchFileException gone) {
                // Somebody else removed it, which is what was wanted.
                continue;
            }
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
