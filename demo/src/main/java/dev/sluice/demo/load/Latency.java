package dev.sluice.demo.load;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import org.HdrHistogram.Histogram;

/** Percentiles of answered requests in microseconds, exact to 3 digits; all 0 when nothing was answered. */
public record Latency(long p50Micros, long p95Micros, long p99Micros, long maxMicros) {
    private static final long HIGHEST_MICROS = 3_600_000_000L;
    private static final int DIGITS = 3;

    static Latency of(Collection<Observation> observations) {
        Histogram histogram = new Histogram(HIGHEST_MICROS, DIGITS);
        observations.stream()
                .filter(observation -> !observation.failed())
                .mapToLong(Observation::latencyMicros)
                .forEach(micros -> histogram.recordValue(Math.clamp(micros, 0, HIGHEST_MICROS)));
        return new Latency(
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(95),
                histogram.getValueAtPercentile(99),
                histogram.getMaxValue());
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("p50Micros", p50Micros)
                .put("p95Micros", p95Micros)
                .put("p99Micros", p99Micros)
                .put("maxMicros", maxMicros);
    }
}
