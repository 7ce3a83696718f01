package dev.sluice.health.scrape;

import dev.sluice.events.plan.Metric;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the same places for all rollouts that name them with the same period, as long as one of them is open. */
final class Scraper {
    private final Watched.Round round;
    private final InstantSource clock;
    private final List<Instance> candidate;
    private final List<Instance> stable;
    private final ScheduledFuture<?> ticks;
    private final List<List<Metric>> users = new ArrayList<>();
    private volatile Wanted wanted = new Wanted(Set.of(), Duration.ZERO);

    /** What must be kept of every page, and for how long. */
    private record Wanted(Set<String> names, Duration window) {}

    Scraper(Watched.Round round, List<Metric> first, InstantSource clock, ScheduledExecutorService scheduler) {
        this.round = round;
        this.clock = clock;
        this.candidate = round.candidate().stream().map(Instance::new).toList();
        this.stable = round.stable().stream().map(Instance::new).toList();
        join(first);
        this.ticks = scheduler.scheduleAtFixedRate(this::tick, 0, round.every().millis(), TimeUnit.MILLISECONDS);
    }

    List<Instance> candidate() {
        return candidate;
    }

    List<Instance> stable() {
        return stable;
    }

    /** Called under the lock of the one who keeps the scrapers, as {@link #leave} is. */
    void join(List<Metric> metrics) {
        users.add(metrics);
        count();
    }

    /** Whether somebody is left; otherwise it has stopped. */
    boolean leave(List<Metric> metrics) {
        users.remove(metrics);
        count();
        if (users.isEmpty()) {
            ticks.cancel(false);
        }
        return !users.isEmpty();
    }

    private void count() {
        Set<String> names = new HashSet<>();
        users.forEach(list -> list.forEach(metric -> names.addAll(WindowReader.names(metric.read()))));
        Duration window = users.stream()
                .flatMap(List::stream)
                .map(metric -> WindowReader.window(metric.read()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        wanted = new Wanted(Set.copyOf(names), window);
    }

    /**
     * The candidate first, and stable once all of the candidate's pages are here: what these show of a fault of both, stable
     * had the time to show too.
     */
    private void tick() {
        List<Instance> first = free(candidate);
        if (first.isEmpty()) {
            readStable();
        }
        AtomicInteger missing = new AtomicInteger(first.size());
        first.forEach(instance -> start(instance, () -> {
            if (missing.decrementAndGet() == 0) {
                readStable();
            }
        }));
    }

    private void readStable() {
        free(stable).forEach(instance -> start(instance, () -> {}));
    }

    /** Those that are not being read; from now on they are. */
    private static List<Instance> free(List<Instance> instances) {
        return instances.stream()
                .filter(instance -> instance.busy.compareAndSet(false, true))
                .toList();
    }

    private void start(Instance instance, Runnable then) {
        Thread.ofVirtual().name("scrape").start(() -> {
            try {
                scrape(instance);
            } finally {
                then.run();
            }
        });
    }

    private void scrape(Instance instance) {
        Wanted now = wanted;
        try {
            Instant at = clock.instant();
            long nanos = System.nanoTime();
            Map<String, Map<Map<String, String>, Double>> series =
                    instance.place.read(now.names(), round.timeout().duration());
            instance.read(
                    new Scrape(at, nanos, System.nanoTime(), now.names(), series), now.window(), gap(now.window()));
        } catch (Unread e) {
            instance.failed(e.failed());
        } catch (RuntimeException e) {
            instance.failed(new Sample.Failed(String.valueOf(e.getMessage())));
        } finally {
            instance.busy.set(false);
        }
    }

    /** A missed scrape or two, or another window. */
    private Duration gap(Duration window) {
        Duration missed = round.every().duration().multipliedBy(3);
        return missed.compareTo(window) > 0 ? missed : window;
    }
}
