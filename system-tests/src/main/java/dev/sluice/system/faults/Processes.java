package dev.sluice.system.faults;

import dev.sluice.local.Ledger;
import dev.sluice.local.ProcessRecord;
import dev.sluice.local.ProcessSpec;
import dev.sluice.local.Supervisor;
import dev.sluice.system.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The processes of a run, each started from here and written down, so that nothing outlives the run unseen. */
final class Processes implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Supervisor supervisor;
    private final Map<String, ProcessSpec> specs = new ConcurrentHashMap<>();

    Processes(Path home, Path workingFolder) {
        this.ledger = new Ledger(home);
        this.supervisor = new Supervisor(ledger, workingFolder);
    }

    /** Starts it, and returns when it is ready. */
    void start(ProcessSpec spec) {
        startAll(List.of(spec));
    }

    /** Starts them side by side. */
    void startAll(List<ProcessSpec> wanted) {
        Map<ProcessSpec, ProcessRecord> started = new LinkedHashMap<>();
        for (ProcessSpec spec : wanted) {
            specs.put(spec.name(), spec);
            started.put(spec, supervisor.start(spec));
        }
        started.forEach((spec, process) -> supervisor.awaitReady(spec, process, READY));
    }

    boolean runs(String name) {
        return ledger.alive(name).isPresent();
    }

    /** Starts it again as it was. */
    void startAgain(String name) {
        ProcessSpec spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException(name + " is none of " + specs.keySet());
        }
        start(spec);
    }

    /** SIGKILL to the process and to what it started; returns once it has ended. */
    void kill(String name) {
        ProcessHandle process = process(name);
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Wait.until(name + " is dead", SOON, () -> !runs(name));
    }

    /** SIGSTOP or SIGCONT, to the process and to what it started. */
    void signal(String name, String signal) {
        ProcessHandle process = process(name);
        List<String> command = Stream.concat(
                        Stream.of("kill", "-" + signal, Long.toString(process.pid())),
                        process.descendants().map(child -> Long.toString(child.pid())))
                .toList();
        try {
            if (new ProcessBuilder(command).start().waitFor() != 0 && runs(name)) {
                throw new IllegalStateException(command + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private ProcessHandle process(String name) {
        return ledger.alive(name)
                .flatMap(ProcessRecord::process)
                .orElseThrow(() -> new IllegalStateException(name + " does not run:\n" + supervisor.logEnd(name)));
    }

    Path log(String name) {
        return ledger.log(name);
    }

    /** What has ended by itself. */
    List<String> missing() {
        return specs.keySet().stream().filter(name -> !runs(name)).toList();
    }

    /** The data are thrown away: nothing needs an end in order. */
    @Override
    public void close() {
        for (ProcessRecord written : ledger.records()) {
            written.process().ifPresent(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            });
        }
        supervisor.stop(ledger.records());
    }
}
