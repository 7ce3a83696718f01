package dev.sluice.health.scrape;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All places that are read, each once for all rollouts that want it. */
public final class Scrapers implements AutoCloseable {
    /** How long a first sample waits for the second scrape beyond the time limit of the first. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Calls calls;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final Map<Watched.Round, Scraper> running = new HashMap<>();

    public Scrapers(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform().name("sluice-scrapes").daemon(true).unstarted(task));
        executor.setRemoveOnCancelPolicy(true);
        this.scheduler = executor;
    }

    public MetricSource open(Source.Scrape source, List<Metric> metrics) {
        return open(
                new Watched(
                        pages(source.urls()),
                        pages(source.stable()),
                        source.every(),
                        source.timeout(),
                        source.staleAfter()),
                metrics);
    }

    private List<Place> pages(List<URI> urls) {
        return urls.stream().map(url -> (Place) new InstancePage(url, calls)).toList();
    }

    /**
     * Begins to read at once. A metric whose selector is malformed fails alone. Where something is compared, the places of
     * both versions are read in one tick, stable's last.
     */
    public MetricSource open(Watched watched, List<Metric> metrics) {
        List<Metric> readable = metrics.stream().filter(Scrapers::readable).toList();
        Watched.Round round = watched.round(readable.stream().anyMatch(metric -> compares(metric.read())));
        return new Opened(watched, round, readable, join(round, readable));
    }

    private static boolean compares(Reading reading) {
        return reading instanceof Reading.Comparison || reading instanceof Reading.Versus;
    }

    private synchronized Scraper join(Watched.Round round, List<Metric> metrics) {
        Scraper known = running.get(round);
        if (known != null) {
            known.join(metrics);
            return known;
        }
        Scraper fresh = new Scraper(round, metrics, clock, scheduler);
        running.put(round, fresh);
        return fresh;
    }

    private synchronized void leave(Watched.Round round, List<Metric> metrics, Scraper scraper) {
        if (!scraper.leave(metrics)) {
            running.remove(round);
        }
    }

    private static boolean readable(Metric metric) {
        try {
            return !WindowReader.names(metric.read()).isEmpty();
        } catch (IllegalArgumentException e) {
            // It is said when the metric is asked for.
            return false;
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** The scrapes as one rollout sees them. */
    private final class Opened implements MetricSource {
        private final Watched watched;
        private final Watched.Round round;
        private final List<Metric> metrics;
        private final Scraper scraper;
        private boolean closed;

        Opened(Watched watched, Watched.Round round, List<Metric> metrics, Scraper scraper) {
            this.watched = watched;
            this.round = round;
            this.metrics = metrics;
            this.scraper = scraper;
        }

        private static List<History> histories(List<Instance> instances) {
            return instances.stream().map(Instance::history).toList();
        }

        @Override
        public void sample(List<Metric> asked, Consumer<Answer> to) {
            for (Metric metric : asked) {
                Thread.ofVirtual().name("window").start(() -> to.accept(new Answer(metric, read(metric.read()))));
            }
        }

        private Sample read(Reading reading) {
            try {
                awaitScrapes(reading);
                Duration staleAfter = watched.staleAfter().duration();
                List<History> own = histories(scraper.candidate());
                List<History> others = histories(scraper.stable());
                Instant now = clock.instant();
                return switch (reading) {
                    case Reading.Comparison comparison ->
                        Counting.read(
                                comparison,
                                new Counting.Version(own, List.of()),
                                new Counting.Version(others, List.of()),
                                now,
                                staleAfter);
                    case Reading.Versus versus ->
                        pair(
                                WindowReader.read(versus.read(), own, now, staleAfter),
                                WindowReader.read(versus.read(), others, now, staleAfter));
                    default -> WindowReader.read(reading, own, now, staleAfter);
                };
            } catch (IllegalArgumentException e) {
                return new Sample.Failed("selector: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Sample.Failed("interrupted");
            }
        }

        private static Sample pair(Sample own, Sample other) {
            return own instanceof Sample.Value candidate
                    ? new Sample.Pair(
                            candidate, other instanceof Sample.Value value ? Optional.of(value) : Optional.empty())
                    : own;
        }

        private void awaitScrapes(Reading reading) throws InterruptedException {
            boolean one = WindowReader.window(reading).isZero();
            int needed = one ? 1 : 2;
            Duration second = watched.every().duration().compareTo(PATIENCE) < 0
                    ? watched.every().duration()
                    : PATIENCE;
            long deadline = System.nanoTime()
                    + watched.timeout().duration().plus(second).toNanos();
            List<Instance> others = compares(reading) ? scraper.stable() : List.of();
            for (Instance instance :
                    Stream.concat(scraper.candidate().stream(), others.stream()).toList()) {
                instance.await(needed, deadline);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave(round, metrics, scraper);
            }
        }
    }
}
