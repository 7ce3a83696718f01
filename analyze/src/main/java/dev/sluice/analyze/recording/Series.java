package dev.sluice.analyze.recording;

import dev.sluice.events.value.Span;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What one metric was at each moment of the recording. A sample stands until the next one, but no longer than it would
 * have stood live: what comes after that is stale, and never evidence.
 */
public final class Series {
    private final NavigableMap<Instant, Sample> samples;
    private final Duration spacing;
    private final Duration stands;

    private Series(NavigableMap<Instant, Sample> samples, Duration spacing, Duration stands) {
        this.samples = samples;
        this.spacing = spacing;
        this.stands = stands;
    }

    /**
     * A series of at least one sample.
     *
     * @param staleAfter how long a sample stands live; in a recording with wider gaps one and a half of its usual gap
     */
    public static Series of(NavigableMap<Instant, Sample> samples, Duration staleAfter) {
        Duration spacing = spacing(List.copyOf(samples.keySet()));
        Duration wide = spacing.multipliedBy(3).dividedBy(2);
        return new Series(new TreeMap<>(samples), spacing, wide.compareTo(staleAfter) > 0 ? wide : staleAfter);
    }

    /** The median of the gaps between two samples; zero for a single one. */
    private static Duration spacing(List<Instant> times) {
        List<Duration> gaps = IntStream.range(1, times.size())
                .mapToObj(each -> Duration.between(times.get(each - 1), times.get(each)))
                .sorted(Comparator.naturalOrder())
                .toList();
        return gaps.isEmpty() ? Duration.ZERO : gaps.get(gaps.size() / 2);
    }

    /** What a source would have answered at this moment. */
    public Sample at(Instant moment) {
        Map.Entry<Instant, Sample> newest = samples.floorEntry(moment);
        if (newest == null) {
            return new Sample.NoData("the recording begins at " + samples.firstKey());
        }
        Duration age = Duration.between(newest.getKey(), moment);
        return age.compareTo(stands) > 0
                ? new Sample.Stale("the newest recorded sample is " + Span.ofSeconds(age.toSeconds()) + " old")
                : newest.getValue();
    }

    public Instant first() {
        return samples.firstKey();
    }

    public Instant last() {
        return samples.lastKey();
    }

    /** The usual time between two samples. */
    public Duration spacing() {
        return spacing;
    }

    public int size() {
        return samples.size();
    }

    /** The samples one by one. */
    public NavigableMap<Instant, Sample> samples() {
        return new TreeMap<>(samples);
    }
}
