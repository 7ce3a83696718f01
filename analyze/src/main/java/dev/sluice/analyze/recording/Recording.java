package dev.sluice.analyze.recording;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics of a plan as they were.
 *
 * @param from where they came from, for people
 * @param columns of its files, but for the time
 */
public record Recording(Map<Name, Series> series, List<String> from, List<String> columns) {
    public static final Recording EMPTY = new Recording(Map.of(), List.of(), List.of());

    public Recording {
        series = Map.copyOf(series);
        from = List.copyOf(from);
        columns = List.copyOf(columns);
    }

    /** Both together; a metric that both have is this one's. */
    public Recording and(Recording other) {
        Map<Name, Series> all = new HashMap<>(other.series);
        all.putAll(series);
        return new Recording(
                all,
                Stream.concat(from.stream(), other.from.stream()).toList(),
                Stream.concat(columns.stream(), other.columns.stream()).toList());
    }

    /** Columns that none of these metrics reads: a name may be misspelt. */
    public List<String> unused(List<Metric> metrics) {
        Set<String> read =
                metrics.stream().flatMap(metric -> Columns.of(metric).stream()).collect(Collectors.toSet());
        return columns.stream().filter(name -> !read.contains(name)).toList();
    }

    /** What the source of this metric would have answered at this moment. */
    public Sample at(Name metric, Instant moment) {
        Series known = series.get(metric);
        return known == null ? new Sample.NoData("not recorded") : known.at(moment);
    }

    /** When the last of the series begins: from then on each may be judged. */
    public Instant begins() {
        return series.values().stream()
                .map(Series::first)
                .max(Comparator.naturalOrder())
                .orElseThrow(Recording::empty);
    }

    /** When the last sample ends, which stands as long as those before it stood. */
    public Instant ends() {
        return series.values().stream()
                .map(each -> each.last().plus(each.spacing()))
                .max(Comparator.naturalOrder())
                .orElseThrow(Recording::empty);
    }

    /** The widest of the usual gaps between two samples. */
    public Duration spacing() {
        return series.values().stream()
                .map(Series::spacing)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static Refusal empty() {
        return new Refusal("", "expected at least one recorded sample, found none");
    }
}
