package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What counters have grown by on the instances of both versions since they were read first. */
final class Counting {
    private Counting() {}

    /** The names that must be kept of every page. */
    static Set<String> names(Reading.Comparison comparison) {
        return comparison
                .to()
                .map(to -> WindowReader.names(Selector.parse(comparison.of()), Selector.parse(to)))
                .orElseGet(() -> Set.of(WindowReader.buckets(comparison.of()).name()));
    }

    /**
     * Of a candidate that can't be read nothing is known; of a stable that can't, that there is nothing to compare with.
     *
     * @param apart how far apart the times of two instances may be that count as read together
     */
    static Sample read(
            Reading.Comparison comparison,
            List<History> candidate,
            List<History> stable,
            Instant now,
            Duration staleAfter,
            Duration apart) {
        Optional<Sample> trouble = WindowReader.trouble(candidate, now, staleAfter);
        if (trouble.isPresent()) {
            return trouble.get();
        }
        boolean readable = !stable.isEmpty()
                && WindowReader.trouble(stable, now, staleAfter).isEmpty();
        List<History> both = new ArrayList<>(candidate);
        if (readable) {
            both.addAll(stable);
        }
        Function<List<History>, Side> side;
        if (comparison.slowerThan().isPresent()) {
            Selector buckets = WindowReader.buckets(comparison.of());
            Span wanted = comparison.slowerThan().get();
            Unit unit = comparison.boundsIn().orElse(Unit.SECONDS);
            double least = unit.fromBase(wanted.duration().toNanos() / 1e9);
            Optional<Double> bound = bound(buckets, least, both);
            if (bound.isEmpty()) {
                return new Sample.Failed("expected a bucket of " + buckets.name() + " with a bound of " + wanted
                        + " or more that every instance has");
            }
            side = instances -> slow(buckets, bound.get(), instances);
        } else {
            side = instances -> bad(comparison, instances);
        }
        return new Sample.Counts(
                side.apply(candidate),
                readable ? Optional.of(side.apply(stable)) : Optional.empty(),
                together(both, apart),
                WindowReader.readAt(candidate, now));
    }

    private static boolean together(List<History> instances, Duration apart) {
        List<Instant> times = instances.stream()
                .map(instance -> instance.scrapes().getLast().at())
                .sorted()
                .toList();
        return Duration.between(times.getFirst(), times.getLast()).compareTo(apart) < 0;
    }

    private static Side bad(Reading.Comparison comparison, List<History> instances) {
        return new Side(
                grown(Selector.parse(comparison.of()), instances),
                grown(Selector.parse(comparison.to().orElseThrow()), instances));
    }

    private static double grown(Selector selector, List<History> instances) {
        return instances.stream()
                .flatMap(instance -> instance.grown(selector).values().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** The lowest bound of a bucket from the wanted one on that the newest page of every instance has. */
    private static Optional<Double> bound(Selector buckets, double least, List<History> instances) {
        TreeSet<Double> common = new TreeSet<>(bounds(buckets, instances.getFirst()));
        instances.forEach(instance -> common.retainAll(bounds(buckets, instance)));
        return Optional.ofNullable(common.ceiling(least)).filter(Double::isFinite);
    }

    private static Set<Double> bounds(Selector buckets, History instance) {
        return instance.scrapes().getLast().of(buckets.name()).keySet().stream()
                .filter(buckets::matches)
                .map(Buckets::bound)
                .collect(Collectors.toSet());
    }

    private static Side slow(Selector buckets, double bound, List<History> instances) {
        double all = 0;
        double fast = 0;
        for (History instance : instances) {
            Map<Map<String, String>, Double> grown = instance.grown(buckets);
            all += at(grown, Double.POSITIVE_INFINITY);
            fast += at(grown, bound);
        }
        return new Side(Math.max(0, all - fast), all);
    }

    private static double at(Map<Map<String, String>, Double> grown, double bound) {
        return grown.entrySet().stream()
                .filter(entry -> Buckets.bound(entry.getKey()) == bound)
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
