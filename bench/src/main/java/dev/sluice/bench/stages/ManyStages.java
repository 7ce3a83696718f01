package dev.sluice.bench.stages;

import dev.sluice.bench.Sample;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.ThreadLoop;
import dev.sluice.events.wire.Codec;
import dev.sluice.health.Evaluations;
import dev.sluice.health.HealthService;
import dev.sluice.health.Meters;
import dev.sluice.health.ThreadAside;
import dev.sluice.health.config.HealthConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process of its own: the handler of health-service on the real loop, which takes over all partitions at once and with
 * them 10,000 stages, each with 6 metrics and a round of triggers every 10 s. All of them begin together, which is the
 * hardest start: how late those that follow are, also shows whether the service spreads them. Sources, broker and journal answer at once; everything between them is the real thing.
 */
public final class ManyStages {
    private static final int STAGES = 10_000;
    private static final Duration WARM_UP = Duration.ofSeconds(35);
    private static final Duration MEASURED = Duration.ofSeconds(65);
    private static final double LATE_MS_GOAL = 1000;
    private static final double HEAP_MB_GOAL = 512;
    private static final Logger LOGS = Logger.getLogger("dev.sluice");

    private final Rounds rounds = new Rounds();
    private final AtomicLong facts = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PrintStream out;

    private ManyStages(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        // Every first verdict is a line of the log, of 10,000 rollouts.
        LOGS.setLevel(Level.WARNING);
        System.out.printf(Locale.ROOT, "making %,d rollouts and watching them takes about two minutes%n", STAGES);
        new ManyStages(System.out).run(new Crowd(STAGES), new ThreadLoop());
    }

    private void run(Crowd crowd, Loop loop) throws InterruptedException {
        HealthService service = service(crowd, loop);
        service.begin();
        crowd.acting().forEach(partition -> loop.post(() -> service.onOwned(partition)));
        TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
        double before = evaluated();
        long gcBefore = gcMs();
        rounds.count();
        TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
        Sample late = new Sample(rounds.late(Crowd.PERIOD));
        double evaluations = evaluated() - before;
        long gc = gcMs() - gcBefore;
        print(late, evaluations, gc, heapMb());
    }

    private HealthService service(Crowd crowd, Loop loop) {
        Outbox broker = (record, cause) -> CompletableFuture.completedFuture(null);
        Codec codec = new Codec("health-service");
        Meters meters = new Meters(registry);
        HealthConfig config = new Defaults();
        return new HealthService(
                loop,
                (events, cause) -> {
                    facts.addAndGet(events.size());
                    return CompletableFuture.completedFuture(null);
                },
                crowd,
                crowd,
                broker,
                codec,
                InstantSource.system(),
                new QuickSources(rounds),
                new Evaluations(broker, codec, meters, config, new ThreadAside()),
                meters,
                config);
    }

    private double evaluated() {
        return registry.find("sluice.health.evaluations").tag("kind", "triggers").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static long gcMs() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static double heapMb() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    private void print(Sample late, double evaluations, long gcMs, double heapMb) {
        out.printf(
                Locale.ROOT,
                "%,d stages with %d metrics each, a round of triggers every %d s, %d s measured on %d cores%n",
                STAGES,
                Crowd.METRICS,
                Crowd.PERIOD.toSeconds(),
                MEASURED.toSeconds(),
                Runtime.getRuntime().availableProcessors());
        out.printf(
                Locale.ROOT,
                "rounds late by: p50 %.1f ms, p99 %.1f ms, max %.1f ms, of %,d rounds; goal p99 under %.0f ms: %s%n",
                late.medianMs(),
                late.quantileMs(0.99),
                late.quantileMs(1),
                late.count(),
                LATE_MS_GOAL,
                late.quantileMs(0.99) < LATE_MS_GOAL ? "reached" : "MISSED");
        out.printf(
                Locale.ROOT,
                "rounds that were judged: %,.0f; facts told: %d, 0 expected; time in GC: %d ms%n",
                evaluations,
                facts.get(),
                gcMs);
        out.printf(
                Locale.ROOT,
                "heap after a GC: %.0f MB, with -Xmx %.0f MB; goal under %.0f MB: %s%n",
                heapMb,
                Runtime.getRuntime().maxMemory() / 1048576.0,
                HEAP_MB_GOAL,
                heapMb < HEAP_MB_GOAL ? "reached" : "MISSED");
    }

    /** The defaults of the service. */
    private static final class Defaults implements HealthConfig {
        @Override
        public Duration pulse() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration retry() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration readBack() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int evaluationsKept() {
            return 50;
        }
    }
}
