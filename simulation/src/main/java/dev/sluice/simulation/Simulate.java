package dev.sluice.simulation;

import dev.sluice.simulation.world.Broken;
import dev.sluice.simulation.world.Outcome;
import dev.sluice.simulation.world.World;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs worlds, one per seed, and tells which of them broke an invariant. */
public final class Simulate {
    private static final Logger QUIET = Logger.getLogger("dev.sluice");
    private static final int TOLD_MAX = 3;
    private final Options options;
    private final PrintStream out;
    private final AtomicLong next;
    private final List<Outcome> failures = new ArrayList<>();
    private Duration simulated = Duration.ZERO;

    private Simulate(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.next = new AtomicLong(options.from());
    }

    /** The command line: 0 when nothing broke, 1 when something did, 2 when it was asked in a way that is not understood. */
    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    static int run(String[] args, PrintStream out) {
        QUIET.setLevel(Level.OFF);
        if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
            out.print(Options.USAGE);
            return 0;
        }
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            out.println("sluice simulate: " + e.getMessage());
            out.print(Options.USAGE);
            return 2;
        }
        return new Simulate(options, out).run();
    }

    private int run() {
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(options.threads())) {
            List<Future<@Nullable Void>> running = new ArrayList<>();
            for (int each = 0; each < options.threads(); each++) {
                running.add(threads.submit(this::work));
            }
            for (Future<@Nullable Void> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a world could not be run", e);
        }
        return report(Duration.ofNanos(System.nanoTime() - began));
    }

    private @Nullable Void work() {
        for (long seed = next.getAndIncrement(); seed < options.end(); seed = next.getAndIncrement()) {
            for (var mode : options.modes()) {
                Outcome outcome = new World(seed, mode, options.bug(), options.story()).run();
                took(outcome);
            }
        }
        return null;
    }

    private synchronized void took(Outcome outcome) {
        simulated = simulated.plus(outcome.simulated());
        if (options.story() && outcome.broken().isEmpty()) {
            out.println("seed " + outcome.seed() + ", " + outcome.mode() + ": nothing broke");
            outcome.story().forEach(out::println);
        }
        if (outcome.broken().isPresent()) {
            failures.add(outcome);
        }
    }

    private int report(Duration took) {
        failures.sort((one, other) -> Long.compare(one.seed(), other.seed()));
        failures.stream().limit(TOLD_MAX).forEach(this::tell);
        TreeMap<String, Integer> counts = new TreeMap<>();
        failures.forEach(each -> each.broken().ifPresent(broken -> counts.merge(broken.invariant(), 1, Integer::sum)));
        long worlds = options.seeds() * options.modes().size();
        double seconds = Math.max(0.001, took.toMillis() / 1000.0);
        out.printf(
                "%d worlds (seeds %d to %d, %s), %.0f h simulated, in %.1f s (%.0f worlds/s): %s%n",
                worlds,
                options.from(),
                options.end() - 1,
                options.modes(),
                simulated.toMinutes() / 60.0,
                seconds,
                worlds / seconds,
                failures.isEmpty() ? "nothing broke" : failures.size() + " broke, " + counts);
        return failures.isEmpty() ? 0 : 1;
    }

    /** The same seed has the same story, so that it is told only where somebody wants to know. */
    private void tell(Outcome failed) {
        Outcome again = new World(failed.seed(), failed.mode(), options.bug(), true).run();
        Optional<Broken> broken = again.broken();
        out.println("BROKEN in " + failed.mode() + " with seed " + failed.seed() + ": "
                + broken.map(each -> each.invariant() + ": " + each.why()).orElse("not the second time"));
        again.story().forEach(line -> out.println("  " + line));
        out.println("again: ./sluice simulate --from " + failed.seed() + " --seeds 1 --mode "
                + failed.mode().name().toLowerCase(java.util.Locale.ROOT) + " --story");
    }
}
