package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Starts processes, waits until they are ready, and ends them again.
 *
 * <p>What it starts survives it: each process is written down in the ledger, so that a later supervisor
 * on the same folder finds it. It ends only processes whose pid and start time are as written.
 */
public final class Supervisor {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final int LOG_LINES = 20;
    /** Ctrl-C and a closed terminal reach the whole group: the order of the end is the supervisor's alone. */
    private static final List<String> DEAF_TO_TERMINAL =
            List.of("/bin/sh", "-c", "trap '' HUP INT; exec \"$@\"", "sluice");

    private final Ledger ledger;
    private final Path workingFolder;

    /**
     * @param ledger where processes are written down
     * @param workingFolder the folder that processes are started in
     */
    public Supervisor(Ledger ledger, Path workingFolder) {
        this.ledger = ledger;
        this.workingFolder = workingFolder;
    }

    /** Fails naming each port that is taken, and by whom, for those of the processes that don't run yet. */
    public void requirePorts(Collection<ProcessSpec> specs) {
        List<String> taken = specs.stream()
                .filter(spec -> PortOwner.isTaken(spec.port()))
                .map(spec -> "%s: %s".formatted(spec.name(), PortOwner.describe(spec.port())))
                .toList();
        if (!taken.isEmpty()) {
            throw new LocalException(String.join(System.lineSeparator(), taken));
        }
    }

    /** Starts the process and writes it down; it is not ready yet. */
    public ProcessRecord start(ProcessSpec spec) {
        Path log = ledger.log(spec.name());
        List<String> command = new ArrayList<>(DEAF_TO_TERMINAL);
        command.addAll(spec.command());
        try {
            rotate(log);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingFolder.toFile())
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(spec.environment());
            Process process = builder.start();
            Instant started = process.info().startInstant().orElseGet(Instant::now);
            ProcessRecord written = new ProcessRecord(spec.name(), process.pid(), started, spec.port());
            ledger.write(written);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(spec.name() + " can't be started", e);
        }
    }

    /**
     * Waits until the process is ready.
     *
     * @throws LocalException with the end of its log, when it ends before that or takes longer than the limit
     */
    public void awaitReady(ProcessSpec spec, ProcessRecord started, Duration limit) {
        Readiness readiness = Readiness.of(spec);
        boolean over = Polling.until(limit, () -> readiness.isReady() || !started.isAlive());
        if (!started.isAlive()) {
            throw new LocalException("%s ended while it started. The end of %s:%n%s"
                    .formatted(spec.name(), ledger.log(spec.name()), logEnd(spec.name())));
        }
        if (!over) {
            throw new LocalException("%s was not ready within %d s (%s). The end of %s:%n%s"
                    .formatted(
                            spec.name(),
                            limit.toSeconds(),
                            readiness.lastAnswer(),
                            ledger.log(spec.name()),
                            logEnd(spec.name())));
        }
    }

    /** The last lines of a process's log. */
    public String logEnd(String name) {
        return String.join(System.lineSeparator(), new LogTail(ledger.log(name)).last(LOG_LINES));
    }

    /**
     * Ends these processes together: SIGTERM, and SIGKILL for what is still there after 20 s. Returns when
     * all have ended; those that ended long ago, or whose pid is another program's now, are only forgotten.
     *
     * @return the names of those that were running
     */
    public List<String> stop(Collection<ProcessRecord> records) {
        List<ProcessRecord> running =
                records.stream().filter(ProcessRecord::isAlive).toList();
        running.forEach(written -> written.process().ifPresent(ProcessHandle::destroy));
        if (!ended(running, GRACE)) {
            running.forEach(written -> written.process().ifPresent(ProcessHandle::destroyForcibly));
            if (!ended(running, AFTER_KILL)) {
                throw new LocalException("still running after SIGKILL: "
                        + running.stream().filter(ProcessRecord::isAlive).toList());
            }
        }
        records.forEach(written -> ledger.remove(written.name()));
        return running.stream().map(ProcessRecord::name).toList();
    }

    private static boolean ended(List<ProcessRecord> running, Duration limit) {
        return Polling.until(limit, () -> running.stream().noneMatch(ProcessRecord::isAlive));
    }

    private static void rotate(Path log) throws IOException {
        Files.createDirectories(log.getParent());
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
