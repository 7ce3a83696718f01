package dev.sluice.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end: its exit code, and what it wrote to both streams. */
record Run(int code, String output, Duration took) {

    /** Runs it in the folder; fails, and kills it, when it takes longer than the limit. */
    static Run of(Path folder, Map<String, String> environment, Duration limit, String... command) {
        try {
            Path log = Files.createTempFile("sluice-run-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            long began = System.nanoTime();
            Process process = builder.start();
            boolean over = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (!over) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroyForcibly().waitFor();
            }
            String output = Files.readString(log);
            Files.delete(log);
            if (!over) {
                throw new AssertionError(String.join(" ", command) + " still ran after " + limit + ":\n" + output);
            }
            return new Run(process.exitValue(), output, took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The command line as users run it, against this system. */
    static Run sluice(TestSystem system, Duration limit, String... arguments) {
        Path cli = TestSystem.ROOT.resolve("cli/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                cli.resolve("classes") + ":" + cli.resolve("lib") + "/*",
                "dev.sluice.cli.Sluice"));
        command.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "SLUICE_URL", system.traffic().address().toString(),
                "SLUICE_NOTIFIER_URL", system.notifier().address().toString());
        return of(TestSystem.ROOT, environment, limit, command.toArray(String[]::new));
    }
}
