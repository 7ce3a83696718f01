package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.health.scrape.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One version's counters as they were scraped last, each series by itself: growth is counted here, since Prometheus' own
 * functions pass over the first value of a series.
 *
 * @param evaluated the time that Prometheus answered for
 * @param read when each instance was, by the labels of {@link Tally#PLACE}; one that was not of late is left out
 * @param series by name and labels
 */
record RawCounters(
        Instant evaluated,
        Map<Map<String, String>, Tally.Read> read,
        Map<String, Map<Map<String, String>, Double>> series) {
    private static final String COUNTER = "sluice_counter";
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final String NOW = "now";

    static String query(List<String> selectors, Duration staleAfter) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < selectors.size(); i++) {
            text.append(label(selectors.get(i), COUNTER, String.valueOf(i))).append(" or ");
        }
        String times = selectors.stream().map(each -> "timestamp(" + each + ")").collect(Collectors.joining(" or "));
        String fresh = " by (" + String.join(", ", Tally.PLACE) + ") ((" + times + ") > time() - "
                + staleAfter.toMillis() / 1e3 + ")";
        return text + label("min" + fresh, Asked.MARK, FIRST) + " or " + label("max" + fresh, Asked.MARK, LAST) + " or "
                + label("vector(time())", Asked.MARK, NOW);
    }

    private static String label(String query, String label, String value) {
        return "label_replace(" + query + ", \"" + label + "\", \"" + value + "\", \"\", \"\")";
    }

    static RawCounters read(JsonNode data) {
        Instant evaluated = Instant.EPOCH;
        Map<Map<String, String>, Instant> first = new HashMap<>();
        Map<Map<String, String>, Instant> last = new HashMap<>();
        Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();
        for (JsonNode each : data.path("result")) {
            String value = each.path("value").path(1).asText();
            Map<String, String> labels = new HashMap<>();
            each.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            switch (labels.getOrDefault(Asked.MARK, "")) {
                case NOW -> evaluated = QueryAnswer.instant(value);
                case FIRST -> first.put(Tally.place(labels), QueryAnswer.instant(value));
                case LAST -> last.put(Tally.place(labels), QueryAnswer.instant(value));
                default -> {
                    labels.remove(COUNTER);
                    String name = String.valueOf(labels.remove("__name__"));
                    series.computeIfAbsent(name, any -> new HashMap<>())
                            .put(Map.copyOf(labels), QueryAnswer.value(value));
                }
            }
        }
        Map<Map<String, String>, Tally.Read> read = new HashMap<>();
        first.forEach((place, at) -> read.put(place, new Tally.Read(at, last.getOrDefault(place, at))));
        return new RawCounters(evaluated, read, series);
    }

    /** When the instance was read that was read least recently. */
    Optional<Instant> oldest() {
        return read.values().stream().map(Tally.Read::first).min(Comparator.naturalOrder());
    }
}
