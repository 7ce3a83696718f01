package dev.sluice.bench;

import dev.sluice.bench.stages.ManyStages;
import dev.sluice.local.FreePorts;
import dev.sluice.local.LocalSettings;
import dev.sluice.local.LocalSystem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * {@code ./sluice bench [--runs N] [--only PART]}: the whole system on this machine with a real broker, a real HAProxy
 * and, where it is installed, a real Prometheus.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        try {
            Options options = Options.parse(args);
            if (options.help()) {
                System.out.println(Options.usage());
                return;
            }
            run(options, System.out);
        } catch (IllegalArgumentException e) {
            System.err.println("sluice bench: " + e.getMessage());
            System.err.println(Options.usage());
            System.exit(2);
        }
    }

    private static void run(Options options, PrintStream out)
            throws IOException, InterruptedException, ExecutionException {
        Set<Part> onTheSystem = EnumSet.allOf(Part.class);
        onTheSystem.retainAll(options.parts());
        onTheSystem.remove(Part.STAGES);
        if (!onTheSystem.isEmpty()) {
            onTheSystem(onTheSystem, options.runs(), out);
        }
        if (options.parts().contains(Part.STAGES)) {
            manyStages();
        }
    }

    /** In a process of its own: with the heap and the cores that the promise speaks of, and the collector of the image. */
    private static void manyStages() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:ActiveProcessorCount=2",
                        "-XX:+UseG1GC",
                        "-Dorg.jboss.logging.provider=jdk",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyStages.class.getName())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("the process with the many stages ended with " + process.exitValue());
        }
    }

    private static void onTheSystem(Set<Part> parts, int runs, PrintStream out)
            throws IOException, InterruptedException, ExecutionException {
        Path home = Files.createTempDirectory("sluice-bench");
        List<Integer> ports = FreePorts.choose(3);
        int http = FreePorts.inARow(4);
        LocalSettings settings =
                LocalSettings.of(Path.of(""), home, System.getenv()).onPorts(ports.get(0), http);
        LocalSystem system = new LocalSystem(settings, out);
        system.up();
        try (Haproxy haproxy = Haproxy.start(Path.of("").toAbsolutePath(), home, ports.get(1), ports.get(2))) {
            Rollouts rollouts = new Rollouts("http://127.0.0.1:" + http);
            new Cases(rollouts, haproxy, settings.bootstrapServers(), home, runs, out).measure(parts);
        } finally {
            system.down();
            delete(home);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
