package dev.sluice.rollback.files;

import dev.sluice.rollback.port.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Whether a path could be restored; looked at before a backup, since one that can't be restored is none. */
final class Restorable {
    private static final int ROOT = 0;

    private Restorable() {}

    static void check(Path path) throws IOException, StoreFailure {
        Path folder = Objects.requireNonNull(path.getParent(), "a plan refuses the root");
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw StoreFailure.lasting(folder + " is no folder that rollback-service may write to: " + path
                    + " could not be restored beside the one in use");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(path)) {
            throw StoreFailure.lasting(
                    path + " is a symbolic link to " + Files.readSymbolicLink(path) + ": name what it leads to");
        }
        if (!Files.getAttribute(path, "unix:dev").equals(Files.getAttribute(folder, "unix:dev"))) {
            throw StoreFailure.lasting(path + " is a mount point, which can't be exchanged: name the folders in it");
        }
        int own = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (own != ROOT) {
            requireOwned(path, own);
        }
    }

    private static void requireOwned(Path path, int own) throws IOException, StoreFailure {
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path each : (Iterable<Path>) walk::iterator) {
                Object owner = Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS);
                if (!owner.equals(own)) {
                    throw StoreFailure.lasting(each + " belongs to user " + owner + ", and rollback-service runs as "
                            + own + ": it could not be given back");
                }
            }
        }
    }
}
