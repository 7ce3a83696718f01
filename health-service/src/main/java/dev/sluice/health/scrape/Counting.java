package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts.Side;
import dev.sluice.health.scrape.History.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
     */
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
        boolean readable = !stable.isEmpty()
                && WindowReader.trouble(stable, now, staleAfter).isEmpty();
        List<History> both = new ArrayList<>(candidate);
        if (readable) {
            both.addAll(stable);
        }
        Function<List<Totals>, Side> side;
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
        if (!readable) {
            return new Sample.Counts(
                    side.apply(newest(candidate)),
                    Optional.empty(),
                    new Side(0, 0),
                    true,
                    WindowReader.readAt(candidate, now));
        }
        return enclosed(side, candidate, stable);
    }

    /**
     * The candidate's newest pages that were here before any of stable's newest was asked for, and of stable's those that were
     * here before any of the candidate's was. An instance of stable that is new has none; one of them at least must have.
     */
    private static Sample enclosed(Function<List<Totals>, Side> side, List<History> candidate, List<History> stable) {
        List<Totals> after = newest(stable);
        long until = after.stream()
                .mapToLong(Totals::began)
                .reduce(Counting::earlier)
                .orElseThrow();
        List<Optional<Totals>> then =
                candidate.stream().map(each -> each.countedBy(until)).toList();
        boolean shown = then.stream().allMatch(Optional::isPresent);
        List<Totals> own = shown ? then.stream().flatMap(Optional::stream).toList() : newest(candidate);
        long from =
                own.stream().mapToLong(Totals::began).reduce(Counting::earlier).orElseThrow();
        List<Totals> before = stable.stream()
                .map(each -> each.countedBy(from).orElse(each.totals().getFirst()))
                .toList();
        return new Sample.Counts(
                side.apply(own),
                Optional.of(side.apply(after)),
                side.apply(before),
                shown && stable.stream().anyMatch(each -> each.countedBy(from).isPresent()),
                own.stream().map(Totals::at).min(Comparator.naturalOrder()).orElseThrow());
    }

    private static List<Totals> newest(List<History> instances) {
        return instances.stream().map(each -> each.totals().getLast()).toList();
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private static Side bad(Reading.Comparison comparison, List<Totals> instances) {
        return new Side(
                grown(Selector.parse(comparison.of()), instances),
                grown(Selector.parse(comparison.to().orElseThrow()), instances));
    }

    private static double grown(Selector selector, List<Totals> instances) {
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

    private static Side slow(Selector buckets, double bound, List<Totals> instances) {
        double all = 0;
        double fast = 0;
        for (Totals instance : instances) {
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
