package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** Of a candidate that can't be read nothing is known; of a stable that can't, that there is nothing to compare with. */
    static Sample read(
            Reading.Comparison comparison,
            List<History> candidate,
            List<History> stable,
            Instant now,
            Duration staleAfter) {
        Optional<Sample> trouble = WindowReader.trouble(candidate, now, staleAfter);
        if (trouble.isPresent()) {
            return trouble.get();
        }
        Side candidates = side(comparison, candidate);
        boolean readable = WindowReader.trouble(stable, now, staleAfter).isEmpty();
        return new Sample.Counts(
                candidates,
                readable ? Optional.of(side(comparison, stable)) : Optional.empty(),
                WindowReader.readAt(candidate, now));
    }

    private static Side side(Reading.Comparison comparison, List<History> instances) {
        return comparison
                .to()
                .map(to -> new Side(
                        grown(Selector.parse(comparison.of()), instances), grown(Selector.parse(to), instances)))
                .orElseGet(() -> slow(comparison, instances));
    }

    private static double grown(Selector selector, List<History> instances) {
        return instances.stream()
                .flatMap(instance -> instance.grown(selector).values().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static Side slow(Reading.Comparison comparison, List<History> instances) {
        Selector selector = WindowReader.buckets(comparison.of());
        double wanted = comparison.slowerThan().orElseThrow().duration().toNanos() / 1e9;
        double all = 0;
        double fast = 0;
        for (History instance : instances) {
            Map<Map<String, String>, Double> grown = instance.grown(selector);
            double bound = grown.keySet().stream()
                    .map(Buckets::bound)
                    .filter(each -> each >= wanted && Double.isFinite(each))
                    .min(Comparator.naturalOrder())
                    .orElse(Double.POSITIVE_INFINITY);
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
