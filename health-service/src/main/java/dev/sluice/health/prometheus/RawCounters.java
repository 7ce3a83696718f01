package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version's counters as they were scraped last, each series by itself: growth is counted here, since Prometheus' own
 * functions pass over the first value of a series.
 *
 * @param evaluated the time that Prometheus answered for
 * @param times of the raw samples; empty when there are none that are fresh
 * @param series by name and labels
 */
record RawCounters(Instant evaluated, Optional<Times> times, Map<String, Map<Map<String, String>, Double>> series) {
    private static final String COUNTER = "sluice_counter";

    /** Of the instances that Prometheus reads: of the one that was scraped least recently, and of the one last. */
    record Times(Instant oldest, Instant newest) {}

    /** @param selectors what is counted; the last is the one that has a series wherever there are requests */
    static String query(List<String> selectors, Duration staleAfter) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < selectors.size(); i++) {
            text.append(label(selectors.get(i), COUNTER, String.valueOf(i))).append(" or ");
        }
        String fresh = "(timestamp(" + selectors.getLast() + ") > time() - " + staleAfter.toMillis() / 1e3 + ")";
        return text + label("min(" + fresh + ")", Asked.MARK, "oldest") + " or "
                + label("max(" + fresh + ")", Asked.MARK, "newest") + " or "
                + label("vector(time())", Asked.MARK, "now");
    }

    private static String label(String query, String label, String value) {
        return "label_replace(" + query + ", \"" + label + "\", \"" + value + "\", \"\", \"\")";
    }

    static RawCounters read(JsonNode data) {
        Map<String, Instant> marks = new HashMap<>();
        Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
        for (JsonNode each : data.path("result")) {
            String value = each.path("value").path(1).asText();
            String mark = each.path("metric").path(Asked.MARK).asText();
            if (!mark.isEmpty()) {
                marks.put(mark, QueryAnswer.instant(value));
                continue;
            }
            Map<String, String> labels = new HashMap<>();
            each.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            labels.remove(COUNTER);
            String name = String.valueOf(labels.remove("__name__"));
            series.computeIfAbsent(name, any -> new HashMap<>()).put(Map.copyOf(labels), QueryAnswer.value(value));
        }
        Instant oldest = marks.get("oldest");
        Instant newest = marks.get("newest");
        Optional<Times> times =
                oldest == null || newest == null ? Optional.empty() : Optional.of(new Times(oldest, newest));
        return new RawCounters(marks.getOrDefault("now", Instant.EPOCH), times, series);
    }
}
