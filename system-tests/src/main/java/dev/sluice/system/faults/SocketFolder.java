package dev.sluice.system.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where processes put their unix sockets, whose paths the system limits to about 100 characters: not below the checkout,
 * which may be deep. Every user may enter it, for PostgreSQL does not run as root.
 */
record SocketFolder(Path path) implements AutoCloseable {
    static SocketFolder create() {
        try {
            return new SocketFolder(Files.createTempDirectory(
                    "sluice-faults-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes it, once the processes have ended. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
