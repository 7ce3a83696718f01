package dev.sluice.analyze.recording;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.health.domain.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A recording in files: a metric may stand in one of them, or in several that follow each other. */
public final class CsvFiles {
    private CsvFiles() {}

    /**
     * Reads the metrics that the files have.
     *
     * @param metrics those of the plan that are judged
     */
    public static Recording read(List<Path> paths, Plan plan, List<Metric> metrics) {
        List<CsvFile> files =
                paths.stream().map(path -> new CsvFile(path, metrics)).toList();
        Map<Name, Series> series = new HashMap<>();
        for (Metric metric : metrics) {
            List<NavigableMap<Instant, Sample>> parts = files.stream()
                    .map(file -> file.samples().getOrDefault(metric.name(), new TreeMap<>()))
                    .filter(part -> !part.isEmpty())
                    .sorted(Comparator.comparing(NavigableMap::firstKey))
                    .toList();
            if (!parts.isEmpty()) {
                series.put(metric.name(), Series.of(joined(metric, parts), staleAfter(plan.source(metric.source()))));
            }
        }
        return new Recording(series, paths.stream().map(Path::toString).toList(), columns(files));
    }

    private static NavigableMap<Instant, Sample> joined(Metric metric, List<NavigableMap<Instant, Sample>> parts) {
        NavigableMap<Instant, Sample> all = new TreeMap<>();
        for (NavigableMap<Instant, Sample> part : parts) {
            Require.that(
                    all.isEmpty() || all.lastKey().isBefore(part.firstKey()),
                    "--csv",
                    "expected each moment of a metric in one file, found " + metric.name() + " in two at "
                            + part.firstKey());
            all.putAll(part);
        }
        return all;
    }

    /** What a metric's source would have called too old. */
    static Duration staleAfter(Source source) {
        return switch (source) {
            case Source.Prometheus prometheus -> prometheus.staleAfter().duration();
            case Source.Scrape scrape -> scrape.staleAfter().duration();
            case Source.Json json -> Source.DEFAULT_STALE.duration();
            case Source.HaproxyStats haproxy -> haproxy.staleAfter().duration();
            case Source.Pushed pushed -> pushed.staleAfter().duration();
            case Source.Network network -> Source.DEFAULT_STALE.duration();
            case Source.Registry registry -> Source.DEFAULT_STALE.duration();
            case Source.Kubernetes kubernetes -> Source.DEFAULT_STALE.duration();
        };
    }

    private static List<String> columns(List<CsvFile> files) {
        return files.stream()
                .flatMap(file -> file.header().stream())
                .filter(name -> !name.equals(CsvFile.TIME))
                .distinct()
                .toList();
    }

    /** Why metrics that are judged can't be: which columns they need, and which there are. */
    public static Refusal missing(List<Metric> metrics, List<String> found) {
        List<String> columns =
                metrics.stream().flatMap(metric -> Columns.of(metric).stream()).toList();
        return new Refusal(
                "--csv",
                "expected the column" + (columns.size() > 1 ? "s '" : " '") + String.join("', '", columns) + "', found "
                        + (found.isEmpty() ? "none" : String.join(", ", found)) + "; to judge the plan without them: "
                        + metrics.stream()
                                .map(metric -> "--without " + metric.name())
                                .collect(Collectors.joining(" ")));
    }
}
