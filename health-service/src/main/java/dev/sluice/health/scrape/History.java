package dev.sluice.health.scrape;

import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one instance.
 *
 * @param scrapes oldest first
 * @param totals of the first page, of the newest and of some between, oldest first
 * @param failure why the newest attempt gave no page; empty when it did
 */
record History(Place place, List<Scrape> scrapes, List<Totals> totals, Optional<Sample.Failed> failure) {
    /**
     * What had been counted by one page.
     *
     * @param at when it was asked for
     * @param began the same in monotonic time
     * @param ended when it was here, in monotonic time
     * @param changes by name, how often series had begun again, and twice how often the instance had been away
     * @param series what each grew by since it was read first, by name and labels
     */
    record Totals(
            Instant at,
            long began,
            long ended,
            Map<String, Integer> changes,
            Map<String, Map<Map<String, String>, Double>> series) {
        /** How often what these counted was lost; gauges on the same page fall as they like. */
        int changes(Set<String> names) {
            return names.stream()
                    .mapToInt(name -> changes.getOrDefault(name, 0))
                    .max()
                    .orElse(0);
        }

        /** Between when it was asked for and when it was here, in monotonic time. */
        long moment() {
            return began + (ended - began) / 2;
        }

        /** What these counters grew by, by series. */
        Map<Map<String, String>, Double> grown(Selector selector) {
            return series.getOrDefault(selector.name(), Map.of()).entrySet().stream()
                    .filter(entry -> selector.matches(entry.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    /**
     * How much counters grew.
     *
     * @param bySeries the growth of every series that was there
     * @param over the time between the two scrapes that bound the window
     * @param noCount what one of the counters showed that no counter can: NaN, an infinity, a number below 0
     */
    record Growth(Map<Map<String, String>, Double> bySeries, Duration over, OptionalDouble noCount) {
        double total() {
            return bySeries.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /**
     * The growth of the counters from the newest scrape that is at least a window old, or else the oldest one, up to now.
     * A value below its predecessor began again at 0. So did one that was absent in the scrape before: a counter that is
     * born at 1 grew by 1. Empty with fewer than two scrapes.
     */
    Optional<Growth> growth(Selector selector, Duration window) {
        List<Scrape> known = scrapes.stream()
                .filter(scrape -> scrape.kept().contains(selector.name()))
                .toList();
        if (known.size() < 2) {
            return Optional.empty();
        }
        List<Scrape> within = known.subList(base(known, window), known.size());
        Map<Map<String, String>, Double> growth = new HashMap<>();
        for (int i = 1; i < within.size(); i++) {
            Map<Map<String, String>, Double> before = within.get(i - 1).of(selector.name());
            within.get(i).of(selector.name()).forEach((labels, value) -> {
                if (selector.matches(labels)) {
                    growth.merge(labels, grown(before.get(labels), value), Double::sum);
                }
            });
        }
        long nanos = within.getLast().nanos() - within.getFirst().nanos();
        return Optional.of(new Growth(growth, Duration.ofNanos(nanos), noCount(selector, within)));
    }

    private static OptionalDouble noCount(Selector selector, List<Scrape> scrapes) {
        return scrapes.stream()
                .flatMap(scrape -> scrape.of(selector.name()).entrySet().stream())
                .filter(series -> !isCount(series.getValue()) && selector.matches(series.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .findFirst();
    }

    /** What was counted by the newest page that was here by then; empty where the first was not. */
    Optional<Totals> countedBy(long nanos) {
        return totals.stream().filter(each -> each.ended() - nanos <= 0).reduce((older, newer) -> newer);
    }

    private static int base(List<Scrape> known, Duration window) {
        long start = known.getLast().nanos() - window.toNanos();
        int base = 0;
        while (base < known.size() - 2 && known.get(base + 1).nanos() - start <= 0) {
            base++;
        }
        return base;
    }

    static boolean isCount(double value) {
        return value >= 0 && Double.isFinite(value);
    }

    static double grown(@Nullable Double before, double now) {
        return before == null || now < before ? now : now - before;
    }
}
