package dev.sluice.bench;

import dev.sluice.local.FreePorts;
import dev.sluice.local.LocalSettings;
import dev.sluice.local.LocalSystem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** {@code ./sluice bench [--runs N]}: the whole system on this machine with a real broker and a real HAProxy. */
public final class Bench {
    private static final int WARM_UP = 30;
    private static final double GOAL_MS = 50;

    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        int runs = args.length == 2 && args[0].equals("--runs") ? Integer.parseInt(args[1]) : 100;
        PrintStream out = System.out;
        Path home = Files.createTempDirectory("sluice-bench");
        List<Integer> ports = FreePorts.choose(3);
        int http = 18_481;
        LocalSettings settings =
                LocalSettings.of(Path.of(""), home, System.getenv()).onPorts(ports.get(0), http);
        LocalSystem system = new LocalSystem(settings, out);
        system.up();
        try (Haproxy haproxy = Haproxy.start(Path.of("").toAbsolutePath(), home, ports.get(1), ports.get(2))) {
            String bootstrap = "127.0.0.1:" + ports.get(0);
            Rollouts rollouts = new Rollouts("http://127.0.0.1:" + http);
            Sample breach = new BreachToRestored(rollouts, haproxy, bootstrap).measure(WARM_UP, runs);
            Sample floor = new Floor(bootstrap, haproxy).measure(WARM_UP * 10, runs);
            print(out, breach, floor);
        } finally {
            system.down();
            delete(home);
        }
    }

    private static void print(PrintStream out, Sample breach, Sample floor) {
        out.printf(Locale.ROOT, "%-58s %6s %9s %9s %9s%n", "", "runs", "p50 ms", "p90 ms", "max ms");
        out.println(breach.row("breach-to-restored: sample read to HAProxy on stable"));
        out.println(floor.row("floor: two plain Kafka hops and one HAProxy command"));
        out.printf(Locale.ROOT, "ratio of the medians: %.1f%n", breach.medianMs() / floor.medianMs());
        out.printf(
                Locale.ROOT,
                "goal: median under %.0f ms: %s%n",
                GOAL_MS,
                breach.medianMs() < GOAL_MS ? "reached" : "NOT reached");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
