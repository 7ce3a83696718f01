package dev.sluice.health.scrape;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Span;
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

/** All instances that are read, each once for all rollouts that want it. */
public final class Scrapers implements AutoCloseable {
    /** How long a first sample waits for the second scrape beyond the time limit of the first. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Calls calls;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final Map<Place, Scraper> running = new HashMap<>();

    private record Place(List<URI> urls, Span every, Span timeout) {}

    public Scrapers(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform().name("sluice-scrapes").daemon(true).unstarted(task));
        executor.setRemoveOnCancelPolicy(true);
        this.scheduler = executor;
    }

    /**
     * Begins to read at once. A metric whose selector is malformed fails alone. Where something is compared, the instances of
     * both versions are read in the same tick: what they show is then of the same time.
     */
    public MetricSource open(Source.Scrape source, List<Metric> metrics) {
        List<Metric> readable = metrics.stream().filter(Scrapers::readable).toList();
        boolean compares = readable.stream().anyMatch(metric -> compares(metric.read()));
        Source.Scrape read = compares ? both(source) : source;
        return new Opened(source, read, readable, join(read, readable));
    }

    private static Source.Scrape both(Source.Scrape source) {
        List<URI> urls =
                Stream.concat(source.urls().stream(), source.stable().stream()).toList();
        return new Source.Scrape(source.name(), urls, List.of(), source.every(), source.timeout(), source.staleAfter());
    }

    private static boolean compares(Reading reading) {
        return reading instanceof Reading.Comparison || reading instanceof Reading.Versus;
    }

    private synchronized Scraper join(Source.Scrape source, List<Metric> metrics) {
        Place place = new Place(source.urls(), source.every(), source.timeout());
        Scraper known = running.get(place);
        if (known != null) {
            known.join(metrics);
            return known;
        }
        Scraper fresh = new Scraper(source, metrics, calls, clock, scheduler);
        running.put(place, fresh);
        return fresh;
    }

    private synchronized void leave(Source.Scrape source, List<Metric> metrics, Scraper scraper) {
        if (!scraper.leave(metrics)) {
            running.remove(new Place(source.urls(), source.every(), source.timeout()));
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
        private final Source.Scrape source;
        private final Source.Scrape read;
        private final List<Metric> metrics;
        private final Scraper scraper;
        private boolean closed;

        /** @param read the same source with the addresses of all that are read, the candidate's first */
        Opened(Source.Scrape source, Source.Scrape read, List<Metric> metrics, Scraper scraper) {
            this.source = source;
            this.read = read;
            this.metrics = metrics;
            this.scraper = scraper;
        }

        private List<Instance> candidate() {
            return scraper.instances().subList(0, source.urls().size());
        }

        private List<Instance> stable() {
            return scraper.instances()
                    .subList(source.urls().size(), scraper.instances().size());
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
                Duration staleAfter = source.staleAfter().duration();
                List<History> own = histories(candidate());
                List<History> others = histories(stable());
                Instant now = clock.instant();
                return switch (reading) {
                    case Reading.Comparison comparison ->
                        Counting.read(
                                comparison,
                                own,
                                others,
                                now,
                                staleAfter,
                                source.every().duration().dividedBy(2));
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
            boolean one = reading instanceof Reading.Gauge || reading instanceof Reading.Comparison;
            int needed = one ? 1 : 2;
            Duration second = source.every().duration().compareTo(PATIENCE) < 0
                    ? source.every().duration()
                    : PATIENCE;
            long deadline =
                    System.nanoTime() + source.timeout().duration().plus(second).toNanos();
            for (Instance instance : compares(reading) ? scraper.instances() : candidate()) {
                instance.await(needed, deadline);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave(read, metrics, scraper);
            }
        }
    }
}
