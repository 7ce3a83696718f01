package dev.sluice.analyze.recording;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** In which columns of a file a metric stands, and what the cells of one row are together. An empty cell is NaN here. */
final class Columns {
    private Columns() {}

    /** The names of its columns: one, or one for each number that is compared. */
    static List<String> of(Metric metric) {
        String name = metric.name().text();
        return switch (metric.read()) {
            case Reading.Comparison comparison ->
                List.of(
                        name + ".candidate.events",
                        name + ".candidate.requests",
                        name + ".stable.events",
                        name + ".stable.requests");
            case Reading.Versus versus -> List.of(name + ".candidate", name + ".stable");
            case Reading.Promql promql -> List.of(name);
            case Reading.Gauge gauge -> List.of(name);
            case Reading.Rate rate -> List.of(name);
            case Reading.Increase increase -> List.of(name);
            case Reading.Ratio ratio -> List.of(name);
            case Reading.Quantile quantile -> List.of(name);
            case Reading.Json json -> List.of(name);
            case Reading.Status status -> List.of(name);
            case Reading.Share share -> List.of(name);
            case Reading.Surroundings asked -> List.of(name);
            case Reading.Sample sample -> List.of(name);
        };
    }

    /** Whether its cells are numbers of requests, which have no unit. */
    static boolean counts(Metric metric) {
        return metric.read() instanceof Reading.Comparison;
    }

    /**
     * What the source would have given. One row is one moment, so that what is compared was read together. An infinity is a
     * failure, as it is live, and never silence.
     */
    static Sample sample(Metric metric, double[] cells, Instant at) {
        for (double cell : cells) {
            if (Double.isInfinite(cell)) {
                return Sample.of(cell, at);
            }
        }
        if (counts(metric)) {
            return missing(cells[0], cells[1])
                    ? new Sample.NoData("the candidate has no counts in the recording")
                    : Counts.together(
                            new Side(cells[0], cells[1]),
                            missing(cells[2], cells[3]) ? Optional.empty() : Optional.of(new Side(cells[2], cells[3])),
                            at);
        }
        if (metric.read() instanceof Reading.Versus) {
            return missing(cells[0])
                    ? new Sample.NoData("the candidate has no value in the recording")
                    : new Sample.Pair(
                            new Sample.Value(cells[0], at),
                            missing(cells[1]) ? Optional.empty() : Optional.of(new Sample.Value(cells[1], at)));
        }
        return missing(cells[0]) ? new Sample.NoData("no value in the recording") : new Sample.Value(cells[0], at);
    }

    private static boolean missing(double... cells) {
        return Arrays.stream(cells).anyMatch(Double::isNaN);
    }
}
