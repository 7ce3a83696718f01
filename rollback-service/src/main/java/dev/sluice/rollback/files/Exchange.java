package dev.sluice.rollback.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Puts one file or folder in the place of another on the same file system. Linux exchanges both names in one moment
 * (renameat2); elsewhere a folder is away between two renames.
 */
final class Exchange {
    private static final int OF_THIS_FOLDER = -100;
    private static final int RENAME_EXCHANGE = 2;
    private static final Optional<MethodHandle> RENAMEAT2 = find();

    private Exchange() {}

    private static Optional<MethodHandle> find() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT);
        return linker.defaultLookup().find("renameat2").map(function -> linker.downcallHandle(function, shape));
    }

    /** What was at {@code live} is at {@code beside} or at {@code old} afterwards. */
    static void exchange(Path beside, Path live, Path old) throws IOException {
        if (!Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(beside, live, StandardCopyOption.ATOMIC_MOVE);
        } else if (!atOnce(beside, live)) {
            if (!Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(beside, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(beside, live, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(live, old, StandardCopyOption.ATOMIC_MOVE);
                Files.move(beside, live, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static boolean atOnce(Path one, Path other) {
        if (RENAMEAT2.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocateFrom(one.toString());
            MemorySegment second = arena.allocateFrom(other.toString());
            return (int) RENAMEAT2.get().invokeExact(OF_THIS_FOLDER, first, OF_THIS_FOLDER, second, RENAME_EXCHANGE)
                    == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("renameat2 can't be called", e);
        }
    }
}
