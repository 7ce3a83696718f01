package dev.sluice.health.scrape;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * One page as it was read.
 *
 * @param at when it was asked for
 * @param nanos the same in monotonic time
 * @param ended when it was here, in monotonic time: what it shows is of a time between the two
 * @param kept the names that were kept of it: that one of these is absent says that it was absent on the page
 * @param series by name and labels
 */
record Scrape(
        Instant at, long nanos, long ended, Set<String> kept, Map<String, Map<Map<String, String>, Double>> series) {
    Map<Map<String, String>, Double> of(String name) {
        return series.getOrDefault(name, Map.of());
    }
}
