package dev.sluice.demo.story;

import dev.sluice.demo.load.Observation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many of the requests that were sent in a time were answered by one version.
 *
 * @param ofVersion answered by it, whatever the status
 * @param answered answered by anybody
 */
record Share(long ofVersion, long answered) {
    /** Of the requests that were sent from {@code from} until just before {@code to}. */
    static Share of(String version, List<Observation> observations, Instant from, Instant to) {
        long first = micros(from);
        long end = micros(to);
        List<Observation> sent = observations.stream()
                .filter(observation -> !observation.failed())
                .filter(observation -> observation.sentAt() >= first && observation.sentAt() < end)
                .toList();
        return new Share(
                sent.stream()
                        .filter(observation -> observation.version().equals(version))
                        .count(),
                sent.size());
    }

    /** 0 to 100; 0 when nothing was answered. */
    double percent() {
        return answered == 0 ? 0 : 100.0 * ofVersion / answered;
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    }
}
