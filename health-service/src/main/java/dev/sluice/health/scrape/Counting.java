package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts;
import dev.sluice.health.domain.Sample.Counts.Instances;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * The instances of one version.
     *
     * @param read those that are read
     * @param away those that are not any more, or not now: what they had counted stays counted
     */
    record Version(List<History> read, List<History> away) {
        List<Totals> with(List<Totals> ofRead) {
            return Stream.concat(ofRead.stream(), newest(away).stream()).toList();
        }

        List<History> all() {
            return Stream.concat(read.stream(), away.stream()).toList();
        }

        /** Each came once; one that is away went once more often than it came back. */
        Instances instances(Set<String> names) {
            int changes =
                    newest(all()).stream().mapToInt(each -> each.changes(names)).sum();
            return new Instances(read.size(), changes + all().size() + away.size());
        }
    }

    /**
     * Of a candidate that can't be read nothing is known; of a stable that can't, that there is nothing to compare with.
     */
    static Sample read(
            Reading.Comparison comparison, Version candidate, Version stable, Instant now, Duration staleAfter) {
        Optional<Sample> trouble = WindowReader.trouble(candidate.read(), now, staleAfter);
        if (trouble.isPresent()) {
            return trouble.get();
        }
        boolean readable = !stable.read().isEmpty()
                && WindowReader.trouble(stable.read(), now, staleAfter).isEmpty();
        List<History> both = new ArrayList<>(candidate.read());
        if (readable) {
            both.addAll(stable.read());
        }
        Optional<Double> bound = Optional.empty();
        if (comparison.slowerThan().isPresent()) {
            Selector buckets = WindowReader.buckets(comparison.of());
            Span wanted = comparison.slowerThan().get();
            Unit unit = comparison.boundsIn().orElse(Unit.SECONDS);
            bound = bound(buckets, unit.fromBase(wanted.duration().toNanos() / 1e9), both);
            if (bound.isEmpty()) {
                return new Sample.Failed("expected a bucket of " + buckets.name() + " with a bound of " + wanted
                        + " or more that every instance has");
            }
        }
        Counter counter = new Counter(comparison, names(comparison), bound);
        return readable
                ? counter.enclosed(candidate, stable)
                : new Counts(
                        counter.side(candidate.with(newest(candidate.read()))),
                        candidate.instances(counter.names()),
                        Optional.empty(),
                        false,
                        bound,
                        WindowReader.readAt(candidate.read(), now));
    }

    /** What is counted, with the bucket that is the bound of slow requests where these are. */
    private record Counter(Reading.Comparison comparison, Set<String> names, Optional<Double> bound) {
        Side side(List<Totals> instances) {
            return bound.map(least -> slow(WindowReader.buckets(comparison.of()), least, instances))
                    .orElseGet(() -> bad(comparison, instances));
        }

        /**
         * The candidate's newest pages that were here before any of stable's newest was asked for, and of stable's those that
         * were here before any of the candidate's was, which most of its instances must have. Of how many requests the bad ones are is what stable had served at the candidate's moment: a fault that covers a
         * part of a step is otherwise more, or less, in the longer of the two times.
         */
        Sample enclosed(Version candidate, Version stable) {
            List<Totals> after = newest(stable.read());
            long until = earliest(after);
            List<Totals> own = candidate.read().stream()
                    .flatMap(each -> each.countedBy(until).stream())
                    .toList();
            boolean shown = own.size() == candidate.read().size();
            List<Totals> pages = shown ? own : newest(candidate.read());
            long from = earliest(pages);
            List<History> all = stable.all();
            List<Totals> before = all.stream()
                    .map(each -> each.countedBy(from).orElse(each.totals().getFirst()))
                    .toList();
            long moment = from
                    + Math.round(pages.stream()
                            .mapToLong(page -> page.moment() - from)
                            .average()
                            .orElse(0));
            return new Counts(
                    side(candidate.with(pages)),
                    candidate.instances(names),
                    Optional.of(new Counts.Stable(
                            all.stream()
                                    .mapToDouble(each -> requests(each.totals(), moment))
                                    .sum(),
                            side(before).events(),
                            side(stable.with(after)).events(),
                            stable.instances(names))),
                    shown
                            && Instances.few(
                                    unknown(stable.read(), from), stable.read().size()),
                    bound,
                    pages.stream()
                            .map(Totals::at)
                            .min(Comparator.naturalOrder())
                            .orElseThrow());
        }

        /** Of how many nothing is known since then: they, or these names, were not read yet, or began again. */
        private int unknown(List<History> instances, long from) {
            return (int) instances.stream()
                    .filter(each -> each.countedBy(from)
                            .filter(page -> follows(page, each.totals().getLast()))
                            .isEmpty())
                    .count();
        }

        private boolean follows(Totals page, Totals newest) {
            return page.series().keySet().containsAll(names) && page.changes(names) == newest.changes(names);
        }

        /** Between two pages they came evenly; before the first and after the last nothing is known of any. */
        private double requests(List<Totals> pages, long moment) {
            int next = 0;
            while (next < pages.size() && pages.get(next).moment() - moment < 0) {
                next++;
            }
            double upTo = side(List.of(pages.get(Math.max(0, next - 1)))).requests();
            if (next == 0 || next == pages.size()) {
                return upTo;
            }
            Totals last = pages.get(next - 1);
            double share = (double) (moment - last.moment()) / (pages.get(next).moment() - last.moment());
            return upTo + share * (side(List.of(pages.get(next))).requests() - upTo);
        }
    }

    private static long earliest(List<Totals> pages) {
        return pages.stream().mapToLong(Totals::began).reduce(Counting::earlier).orElseThrow();
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
