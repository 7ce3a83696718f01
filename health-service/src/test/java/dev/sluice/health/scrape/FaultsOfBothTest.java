package dev.sluice.health.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Comparisons;
import dev.sluice.health.domain.Sample;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A database that both versions need is away for a while. Somebody else reads their pages, each instance at a moment of its
 * own, and we look at what is there at moments of ours: what both have must accuse nobody, whenever it begins and ends.
 */
class FaultsOfBothTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Reading.Comparison READING =
            new Reading.Comparison("errors", Optional.of("requests"), Optional.empty(), 1.2);
    private static final Metric METRIC = new Metric(new Name("errors"), new Name("prom"), Unit.RATIO, READING);
    private static final double ALPHA = 0.01;
    private static final int STAGE = 600;
    private static final int WORLDS = 300;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** One drawn world, in which a stage passes. */
    private static final class World {
        private static final double[] PERIODS = {1, 5, 10, 15, 30};
        private static final double[] LOOKS = {1, 5, 10};
        private static final double[] BASES = {0, 0.001, 0.01};
        private final double scrapes;
        private final double looks;
        private final double base;
        private final double requests;
        private final List<Double> candidates;
        private final List<Double> stables;
        private final double begins;
        private final double lasts;
        private final double fails;

        World(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            scrapes = PERIODS[random.nextInt(PERIODS.length)];
            looks = LOOKS[random.nextInt(LOOKS.length)];
            base = BASES[random.nextInt(BASES.length)];
            requests = Math.pow(10, random.nextDouble(1, 3.5));
            candidates = phases(random, 1 + random.nextInt(3));
            stables = phases(random, 1 + random.nextInt(4));
            begins = random.nextDouble(100, 300);
            lasts = Math.pow(10, random.nextDouble(-0.5, 2));
            fails = random.nextBoolean() ? 1 : random.nextDouble(0.05, 1);
        }

        private List<Double> phases(SplittableRandom random, int instances) {
            return IntStream.range(0, instances)
                    .mapToObj(each -> random.nextDouble(scrapes))
                    .toList();
        }

        /** Of requests that come evenly, how many failed until then. */
        private double failed(double at, double own) {
            double away = Math.clamp(at - begins, 0, lasts);
            return requests * (base * (at + 1000) + (fails - Math.min(fails, base)) * away) + own;
        }

        /** The newest scrape of an instance by then. */
        private double read(double phase, double at) {
            return phase + scrapes * Math.floor((at - phase) / scrapes);
        }

        /**
         * When the candidate is accused.
         *
         * @param brokenFrom when half of its requests begin to fail, and of its alone
         */
        double accusedAt(double brokenFrom) {
            Tally tally = new Tally(READING, URI.create("http://127.0.0.1:1"));
            Comparisons comparisons = new Comparisons();
            for (double look = 60; look <= STAGE; look += looks) {
                double oldest = add(stables, look, at -> failed(at, 0), tally::stable);
                add(
                        candidates,
                        oldest,
                        at -> failed(at, requests * 0.5 * Math.max(0, at - brokenFrom)),
                        tally::candidate);
                Sample counts = tally.counts(instant(look), Duration.ofMinutes(1), true);
                if (comparisons.compared(METRIC, counts, 0) instanceof Sample.Value value && value.value() < ALPHA) {
                    return look;
                }
            }
            return NEVER;
        }

        private interface Adds {
            void add(Map<Map<String, String>, Instant> read, Map<String, Map<Map<String, String>, Double>> series);
        }

        private double add(List<Double> phases, double look, DoubleUnaryOperator failed, Adds to) {
            Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
            Map<Map<String, String>, Instant> read = new HashMap<>();
            double oldest = look;
            for (int i = 0; i < phases.size(); i++) {
                double at = read(phases.get(i), look);
                oldest = Math.min(oldest, at);
                Map<String, String> labels = Map.of("instance", "i" + i);
                read.put(Tally.place(labels), instant(at));
                put(series, "errors", labels, failed.applyAsDouble(at));
                put(series, "requests", labels, requests * (at + 1000));
            }
            to.add(read, series);
            return oldest;
        }

        private static void put(
                Map<String, Map<Map<String, String>, Double>> series,
                String name,
                Map<String, String> labels,
                double value) {
            series.computeIfAbsent(name, any -> new HashMap<>()).put(labels, value);
        }

        private static Instant instant(double second) {
            return START.plusNanos((long) (second * 1e9));
        }

        @Override
        public String toString() {
            return "a scrape every %s s at %s and stable's at %s, a look every %s s, %.0f requests/s, base %s, %s from %.1f on for %.1f s"
                    .formatted(scrapes, candidates, stables, looks, requests, base, fails, begins, lasts);
        }
    }

    @Test
    void accuseNobody() {
        List<String> accused = LongStream.range(0, WORLDS)
                .mapToObj(World::new)
                .filter(world -> world.accusedAt(NEVER) < NEVER)
                .map(World::toString)
                .toList();

        assertThat(accused).isEmpty();
    }

    /** The same worlds, in which the candidate alone breaks later: it is found a few scrapes, or a few requests, after. */
    @Test
    void hideNothingThatTheCandidateHasAlone() {
        double broken = 450;
        List<String> late = LongStream.range(0, WORLDS)
                .mapToObj(World::new)
                .filter(world -> {
                    double delay = world.accusedAt(broken) - broken;
                    return !(delay > 0 && delay < 3 * world.scrapes + world.looks + 100 / world.requests);
                })
                .map(World::toString)
                .toList();

        assertThat(late).isEmpty();
    }
}
