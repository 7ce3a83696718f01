package dev.sluice.analyze.replay;

import dev.sluice.analyze.Given;
import dev.sluice.analyze.recording.Recording;
import dev.sluice.analyze.recording.Series;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Series that are made for a test. */
final class Recorded {
    static final double GOOD = 0.0002;
    static final double BAD = 0.02;

    private Recorded() {}

    /** One metric, a sample every period for as long as said, by the time since the beginning. */
    static Recording every(Duration period, Duration length, String metric, Function<Duration, Sample> sample) {
        NavigableMap<Instant, Sample> samples = new TreeMap<>();
        for (Duration at = Duration.ZERO; at.compareTo(length) <= 0; at = at.plus(period)) {
            samples.put(Given.T.plus(at), sample.apply(at));
        }
        return new Recording(
                Map.of(new Name(metric), Series.of(samples, Duration.ofSeconds(60))), List.of("made up"), List.of());
    }

    /** The error rate of twelve minutes, every 10 s. */
    static Recording errors(Function<Duration, Sample> sample) {
        return every(Duration.ofSeconds(10), Duration.ofMinutes(12), "error-rate", sample);
    }

    static Sample value(double value, Duration at) {
        return new Sample.Value(value, Given.T.plus(at));
    }

    /** Bad from one moment to the next, and good otherwise. */
    static Function<Duration, Sample> bad(String from, String to) {
        Duration begins = dev.sluice.events.value.Span.parse(from).duration();
        Duration ends = dev.sluice.events.value.Span.parse(to).duration();
        return at -> value(at.compareTo(begins) >= 0 && at.compareTo(ends) < 0 ? BAD : GOOD, at);
    }
}
