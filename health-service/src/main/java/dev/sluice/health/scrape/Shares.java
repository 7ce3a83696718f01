package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.health.domain.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** One number of each instance divided by another of the same instance. */
final class Shares {
    private Shares() {}

    /** An instance that lacks one of the two makes it no data: it may be the one that is worst. */
    static Sample read(Reading.Share share, List<History> instances, Instant at) {
        Selector above = Selector.parse(share.of());
        Selector below = Selector.parse(share.to());
        List<Double> parts = new ArrayList<>();
        List<Double> wholes = new ArrayList<>();
        for (History instance : instances) {
            if (share.window().isPresent() && instance.scrapes().size() < 2) {
                return WindowReader.tooFew();
            }
            OptionalDouble part = part(share, above, instance);
            OptionalDouble whole = newest(below, instance);
            if (part.isEmpty() || whole.isEmpty()) {
                return WindowReader.none(part.isEmpty() ? above : below);
            }
            parts.add(part.getAsDouble());
            wholes.add(whole.getAsDouble());
        }
        if (wholes.stream().anyMatch(whole -> !(whole > 0))) {
            return new Sample.NoData(below.name() + " is nothing to divide by");
        }
        return Sample.of(together(share, parts, wholes), at);
    }

    private static OptionalDouble part(Reading.Share share, Selector selector, History instance) {
        return share.window()
                .map(window -> instance.growth(selector, window.duration())
                        .filter(growth -> !growth.bySeries().isEmpty())
                        .map(growth -> OptionalDouble.of(
                                growth.total() / (growth.over().toNanos() / 1e9)))
                        .orElse(OptionalDouble.empty()))
                .orElseGet(() -> newest(selector, instance));
    }

    private static OptionalDouble newest(Selector selector, History instance) {
        return instance.scrapes().getLast().of(selector.name()).entrySet().stream()
                .filter(series -> selector.matches(series.getKey()))
                .mapToDouble(series -> series.getValue())
                .reduce(Double::sum);
    }

    private static double together(Reading.Share share, List<Double> parts, List<Double> wholes) {
        double[] shares = new double[parts.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = part(share, parts.get(i), wholes.get(i));
        }
        return switch (share.instances()) {
            case HIGHEST -> Arrays.stream(shares).max().orElse(Double.NaN);
            case LOWEST -> Arrays.stream(shares).min().orElse(Double.NaN);
            case SUM -> part(share, sum(parts), sum(wholes));
        };
    }

    private static double part(Reading.Share share, double of, double to) {
        return share.rest().orElse(false) ? 1 - of / to : of / to;
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
