package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** One number of each instance divided by another of the same instance. */
final class Shares {
    private Shares() {}

    /** An instance that lacks one of the two makes it no data: it may be the one that is worst. */
    static Sample read(Reading.Share share, List<History> instances, Instant at) throws WindowReader.Uncounted {
        Selector above = Selector.parse(share.of());
        Selector below = Selector.parse(share.to());
        List<OptionalDouble> parts = share.window().isPresent()
                ? perSecond(above, share.window().get().duration(), instances)
                : newest(above, instances);
        List<OptionalDouble> wholes = newest(below, instances);
        if (parts.stream().anyMatch(OptionalDouble::isEmpty)) {
            return WindowReader.none(above);
        }
        if (wholes.stream().anyMatch(whole -> !(whole.orElse(0) > 0))) {
            return new Sample.NoData(below.name() + " is nothing to divide by");
        }
        return Sample.of(
                together(
                        share,
                        parts.stream().map(OptionalDouble::getAsDouble).toList(),
                        wholes.stream().map(OptionalDouble::getAsDouble).toList()),
                at);
    }

    private static List<OptionalDouble> perSecond(Selector selector, Duration window, List<History> instances)
            throws WindowReader.Uncounted {
        return WindowReader.growths(selector, window, instances).stream()
                .map(growth -> growth.bySeries().isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(growth.total() / (growth.over().toNanos() / 1e9)))
                .toList();
    }

    private static List<OptionalDouble> newest(Selector selector, List<History> instances) {
        return instances.stream().map(instance -> newest(selector, instance)).toList();
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
