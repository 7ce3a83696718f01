package dev.sluice.demo.load;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a set of observations adds up to.
 *
 * @param failed requests without an answer; they are in {@code total} and in no version's count
 * @param answers answered requests by version, then by status
 * @param firstBad the bad observation that ended first
 */
public record Summary(
        long total,
        long failed,
        SortedMap<String, SortedMap<Integer, Long>> answers,
        Optional<Observation> firstBad,
        Latency latency) {

    static Summary of(List<Observation> observations) {
        SortedMap<String, SortedMap<Integer, Long>> answers = observations.stream()
                .filter(observation -> !observation.failed())
                .collect(Collectors.groupingBy(
                        Observation::version,
                        TreeMap::new,
                        Collectors.groupingBy(Observation::status, TreeMap::new, Collectors.counting())));
        return new Summary(
                observations.size(),
                observations.stream().filter(Observation::failed).count(),
                answers,
                observations.stream().filter(Observation::bad).findFirst(),
                Latency.of(observations));
    }

    /** Answers of {@code version}, whatever their status. */
    public long answeredBy(String version) {
        return answers.getOrDefault(version, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Answered requests by version over all answered requests, each 0 to 1; empty when nothing was answered. */
    public Map<String, Double> shares() {
        double answered = total - failed;
        return answers.keySet().stream()
                .collect(Collectors.toMap(
                        version -> version,
                        version -> answeredBy(version) / answered,
                        (one, other) -> one,
                        TreeMap::new));
    }

    public JsonObject toJson() {
        JsonObject byVersion = new JsonObject();
        answers.forEach((version, counts) -> {
            JsonObject statuses = new JsonObject();
            counts.forEach((status, count) -> statuses.put(Integer.toString(status), count));
            byVersion.put(version, statuses);
        });
        return new JsonObject()
                .put("total", total)
                .put("failed", failed)
                .put("answers", byVersion)
                .put("firstBad", firstBad.map(Observation::toJson).orElse(null))
                .put("latency", latency.toJson());
    }
}
