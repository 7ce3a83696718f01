package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right to start processes from a home folder, held by one command at a time. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;
    private final @Nullable FileLock lock;
    private final Path home;

    private HomeLock(FileChannel channel, @Nullable FileLock lock, Path home) {
        this.channel = channel;
        this.lock = lock;
        this.home = home;
    }

    static HomeLock take(Path home) {
        try {
            Files.createDirectories(home);
            FileChannel channel =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                return new HomeLock(channel, channel.tryLock(), home);
            } catch (OverlappingFileLockException e) {
                return new HomeLock(channel, null, home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + home + " can't be used", e);
        }
    }

    /** Fails when another command was quicker. */
    void requireHeld() {
        if (lock == null) {
            throw new LocalException("another ./sluice up is starting from " + home + " at this moment");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
