package dev.sluice.health.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A histogram's cumulative buckets, summed over series and instances, by upper bound. */
final class Buckets {
    private final TreeMap<Double, Double> counts = new TreeMap<>();

    /** @param above whether it is above the value: it lies in the last bucket, which has no end */
    record Quantile(double value, boolean above) {}

    void add(Map<Map<String, String>, Double> growth) {
        growth.forEach((labels, count) -> counts.merge(bound(labels), count, Double::sum));
    }

    /** The upper bound of the bucket with these labels. Throws IllegalArgumentException when it has none. */
    static double bound(Map<String, String> labels) {
        String text = labels.getOrDefault("le", "");
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** Whether its last bucket is the one that holds everything, without which no quantile is defined. */
    boolean complete() {
        return counts.size() >= 2 && counts.lastKey() == Double.POSITIVE_INFINITY;
    }

    /**
     * Interpolated within the bucket as Prometheus' histogram_quantile does: the lowest bucket begins at 0 when its bound
     * is above 0, and a quantile in the +Inf bucket is above the bound below it. Empty when nothing was observed.
     */
    Optional<Quantile> quantile(double q) {
        List<Double> bounds = new ArrayList<>(counts.keySet());
        List<Double> cumulated = rising();
        double total = cumulated.getLast();
        if (total == 0) {
            return Optional.empty();
        }
        double rank = q * total;
        int b = 0;
        while (b < bounds.size() - 1 && cumulated.get(b) < rank) {
            b++;
        }
        if (b == bounds.size() - 1) {
            return Optional.of(new Quantile(bounds.get(b - 1), true));
        }
        if (b == 0 && bounds.getFirst() <= 0) {
            return Optional.of(new Quantile(bounds.getFirst(), false));
        }
        double start = b == 0 ? 0 : bounds.get(b - 1);
        double below = b == 0 ? 0 : cumulated.get(b - 1);
        double within = cumulated.get(b) - below;
        return Optional.of(new Quantile(start + (bounds.get(b) - start) * (rank - below) / within, false));
    }

    /** How many were observed. */
    double count() {
        return rising().getLast();
    }

    /** Buckets of one page can be a request apart, so a count may lie below its predecessor's. */
    private List<Double> rising() {
        List<Double> rising = new ArrayList<>();
        double highest = 0;
        for (double count : counts.values()) {
            highest = Math.max(highest, count);
            rising.add(highest);
        }
        return rising;
    }
}
