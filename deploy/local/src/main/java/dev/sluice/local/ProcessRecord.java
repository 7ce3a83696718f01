package dev.sluice.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was written down about a process that was started here. The pid alone could be another program's
 * by now, so the start time goes with it.
 *
 * @param name the process's name in messages
 * @param pid its process id
 * @param started when the operating system says that it began
 * @param port the port that it was given
 */
public record ProcessRecord(String name, long pid, Instant started, int port) {
    /** The system derives start times from its boot time, which moves a little when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** The process, when it still runs and is the one that was written down. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(this::isTheSame).filter(handle -> runs(handle));
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process().isPresent();
    }

    private boolean isTheSame(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(start -> Duration.between(start, started).abs().compareTo(TOLERANCE) < 0)
                .orElse(false);
    }

    /**
     * A process that ended but that nobody waited for still has a pid; it is over all the same. Its first thread may be
     * over before the others are, which hold its ports until they are too.
     */
    private static boolean runs(ProcessHandle handle) {
        Path process = Path.of("/proc", String.valueOf(handle.pid()));
        Path stat = process.resolve("stat");
        if (!handle.isAlive() || !Files.exists(stat)) {
            return handle.isAlive();
        }
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            String line = Files.readString(stat);
            boolean zombie = line.substring(line.lastIndexOf(')') + 1).strip().startsWith("Z");
            return !zombie || threads.count() > 1;
        } catch (IOException e) {
            return handle.isAlive();
        }
    }
}
