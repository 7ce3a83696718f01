package dev.sluice.rollback.crash;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs {@link StepsProcess} and kills it: when every store has come to its n-th step, or some time after the first. */
final class Killable implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Path folder;
    private final Path plan;
    private final int stores;
    private final String programs;
    private final Map<String, String> environment;

    Killable(Path folder, Path plan, int stores, String programs, Map<String, String> environment) {
        this.folder = folder;
        this.plan = plan;
        this.stores = stores;
        this.programs = programs;
        this.environment = environment;
    }

    /**
     * What was seen of one run.
     *
     * @param steps of each store, with the moment in ms at which each began
     * @param ends how it ended for a store; absent when it was killed before
     */
    record Run(Map<String, List<String>> steps, Map<String, String> ends, long tookMs) {}

    Run whole(String work) {
        return run(work, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    Run killedAtStep(String work, int step) {
        return run(work, step, Long.MAX_VALUE);
    }

    Run killedAfter(String work, long millis) {
        return run(work, Integer.MAX_VALUE, millis);
    }

    private Run run(String work, int lastStep, long millis) {
        Map<String, List<String>> steps = new TreeMap<>();
        Map<String, String> ends = new TreeMap<>();
        long began = 0;
        Process process = start(work);
        try (BufferedReader said = process.inputReader();
                BufferedWriter told = process.outputWriter()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] words = line.split(" ", 3);
                if (words[0].equals(StepsProcess.STEP.strip())) {
                    if (steps.isEmpty()) {
                        began = System.nanoTime();
                        endAfter(millis, process);
                    }
                    List<String> ofStore = steps.computeIfAbsent(words[1], any -> new ArrayList<>());
                    ofStore.add(words[2] + " @" + since(began));
                    if (ofStore.size() < lastStep) {
                        told.write(words[1] + "\n");
                        told.flush();
                    }
                } else if (words[0].equals(StepsProcess.END.strip())) {
                    ends.put(words[1], words[2]);
                }
                long stopped = steps.entrySet().stream()
                        .filter(each -> each.getValue().size() >= lastStep && !ends.containsKey(each.getKey()))
                        .count();
                if (stopped > 0 && stopped + ends.size() == stores) {
                    process.destroyForcibly();
                }
            }
            process.waitFor();
        } catch (IOException e) {
            // The pipe of a process that was killed may break.
            process.destroyForcibly();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Run(steps, ends, since(began));
    }

    private void endAfter(long millis, Process process) {
        if (millis < Long.MAX_VALUE) {
            timer.schedule(process::destroyForcibly, millis, TimeUnit.MILLISECONDS);
        }
    }

    private static long since(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private Process start(String work) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xlog:disable",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepsProcess.class.getName(),
                        work,
                        folder.resolve("backups").toString(),
                        plan.toString(),
                        programs)
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
