package dev.sluice.health.scrape;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Span;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.scrape.History.Growth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/** What the scrapes of all instances say about one metric. An instance that can't be read makes it unknown. */
final class WindowReader {
    private static final String TOO_FEW = "growth needs two scrapes of every instance, and there are fewer so far";

    private WindowReader() {}

    /** Why it can't be said how much a counter grew. One that shows NaN or an infinity would make a ratio of it look small. */
    static final class Uncounted extends Exception {
        private static final long serialVersionUID = 1L;

        Uncounted(String reason) {
            super(reason);
        }
    }

    /** The names that must be kept of every page for a reading. */
    static Set<String> names(Reading reading) {
        return switch (reading) {
            case Reading.Gauge gauge -> Set.of(Selector.parse(gauge.of()).name());
            case Reading.Rate rate -> Set.of(Selector.parse(rate.of()).name());
            case Reading.Increase increase ->
                Set.of(Selector.parse(increase.of()).name());
            case Reading.Ratio ratio ->
                ratio.of().equals(ratio.to())
                        ? Set.of(Selector.parse(ratio.of()).name())
                        : names(Selector.parse(ratio.of()), Selector.parse(ratio.to()));
            case Reading.Quantile quantile -> Set.of(buckets(quantile.of()).name());
            case Reading.Share share -> names(Selector.parse(share.of()), Selector.parse(share.to()));
            case Reading.Comparison comparison -> Counting.names(comparison);
            case Reading.Versus versus -> names(versus.read());
            case Reading.Promql promql -> Set.of();
            case Reading.Json json -> Set.of();
            case Reading.Status status -> Set.of();
            case Reading.Sample sample -> Set.of();
            case Reading.Surroundings asked -> Set.of();
        };
    }

    static Set<String> names(Selector one, Selector other) {
        return one.name().equals(other.name()) ? Set.of(one.name()) : Set.of(one.name(), other.name());
    }

    /** How far back scrapes must reach for a reading. */
    static Duration window(Reading reading) {
        return switch (reading) {
            case Reading.Gauge gauge -> Duration.ZERO;
            case Reading.Rate rate -> rate.window().duration();
            case Reading.Increase increase -> increase.window().duration();
            case Reading.Ratio ratio -> ratio.window().duration();
            case Reading.Quantile quantile -> quantile.window().duration();
            case Reading.Share share -> share.window().map(Span::duration).orElse(Duration.ZERO);
            case Reading.Comparison comparison -> Duration.ZERO;
            case Reading.Versus versus -> window(versus.read());
            case Reading.Promql promql -> Duration.ZERO;
            case Reading.Json json -> Duration.ZERO;
            case Reading.Status status -> Duration.ZERO;
            case Reading.Sample sample -> Duration.ZERO;
            case Reading.Surroundings asked -> Duration.ZERO;
        };
    }

    /** Why nothing can be read of these instances; empty when all were read, and not too long ago. */
    static Optional<Sample> trouble(List<History> instances, Instant now, Duration staleAfter) {
        for (History instance : instances) {
            if (instance.failure().isPresent()) {
                return Optional.of(instance.failure().get().at(instance.place()));
            }
            if (instance.scrapes().isEmpty()) {
                return Optional.of(new Sample.Failed(instance.place() + ": was not read so far"));
            }
        }
        Duration age = Duration.between(readAt(instances, now), now);
        return age.compareTo(staleAfter) > 0
                ? Optional.of(new Sample.Stale("the newest scrape is " + age.toMillis() + "ms old"))
                : Optional.empty();
    }

    /** The time of the instance that was read least recently: nothing is older. */
    static Instant readAt(List<History> instances, Instant now) {
        return instances.stream()
                .map(instance -> instance.scrapes().getLast().at())
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    static Sample read(Reading reading, List<History> instances, Instant now, Duration staleAfter) {
        Optional<Sample> trouble = trouble(instances, now, staleAfter);
        if (trouble.isPresent()) {
            return trouble.get();
        }
        try {
            return read(reading, instances, readAt(instances, now));
        } catch (Uncounted e) {
            return new Sample.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Sample read(Reading reading, List<History> instances, Instant at) throws Uncounted {
        return switch (reading) {
            case Reading.Gauge gauge -> gauge(gauge, instances, at);
            case Reading.Rate rate -> rate(rate, instances, at);
            case Reading.Increase increase -> increase(increase, instances, at);
            case Reading.Ratio ratio -> ratio(ratio, instances, at);
            case Reading.Quantile quantile -> quantile(quantile, instances, at);
            case Reading.Share share -> Shares.read(share, instances, at);
            case Reading.Comparison comparison -> unfit("a comparison");
            case Reading.Versus versus -> unfit("a comparison");
            case Reading.Promql promql -> unfit("a query");
            case Reading.Json json -> unfit("a path");
            case Reading.Status status -> unfit("a status");
            case Reading.Sample sample -> unfit("a pushed sample");
            case Reading.Surroundings asked -> unfit("a reading of the surroundings");
        };
    }

    private static Sample unfit(String what) {
        return new Sample.Failed(what + " can't be read from a metrics page");
    }

    /** A series that is NaN hides one that may be the worst, as does an instance without any, so the whole is no data. */
    private static Sample gauge(Reading.Gauge gauge, List<History> instances, Instant at) {
        Selector selector = Selector.parse(gauge.of());
        List<Double> values = new ArrayList<>();
        for (History instance : instances) {
            int before = values.size();
            instance.scrapes().getLast().of(selector.name()).forEach((labels, value) -> {
                if (selector.matches(labels)) {
                    values.add(value);
                }
            });
            if (values.size() == before) {
                return new Sample.NoData("no series of " + selector.name() + " fits at " + instance.place());
            }
        }
        DoubleStream all = values.stream().mapToDouble(Double::doubleValue);
        return Sample.of(
                values.contains(Double.NaN)
                        ? Double.NaN
                        : switch (gauge.instances()) {
                            case HIGHEST -> all.max().orElseThrow();
                            case LOWEST -> all.min().orElseThrow();
                            case SUM -> all.sum();
                        },
                at);
    }

    static Sample none(Selector selector) {
        return new Sample.NoData("no series of " + selector.name() + " fits");
    }

    private static Sample rate(Reading.Rate rate, List<History> instances, Instant at) throws Uncounted {
        Selector selector = Selector.parse(rate.of());
        List<Growth> growths = growths(selector, rate.window().duration(), instances);
        if (absent(growths)) {
            return none(selector);
        }
        double perSecond = growths.stream()
                .mapToDouble(growth -> growth.total() / (growth.over().toNanos() / 1e9))
                .sum();
        return Sample.of(perSecond, at);
    }

    private static Sample increase(Reading.Increase increase, List<History> instances, Instant at) throws Uncounted {
        Selector selector = Selector.parse(increase.of());
        List<Growth> growths = growths(selector, increase.window().duration(), instances);
        return absent(growths) ? none(selector) : Sample.of(total(growths), at);
    }

    /** A counter above that was never born is 0: an application that had no error may have no series of errors. */
    private static Sample ratio(Reading.Ratio ratio, List<History> instances, Instant at) throws Uncounted {
        Selector below = Selector.parse(ratio.to());
        Duration window = ratio.window().duration();
        Selector above = Selector.parse(ratio.of());
        List<Growth> of = growths(above, window, instances);
        List<Growth> to = growths(below, window, instances);
        if (absent(to)) {
            return none(below);
        }
        double total = total(to);
        if (total == 0) {
            return new Sample.NoData("no growth of " + below.name() + " within " + ratio.window());
        }
        double part = total(of) / total;
        Sample sample = Sample.of(ratio.rest().orElse(false) ? 1 - part : part, at, total);
        return absent(of) && sample instanceof Sample.Value value ? value.because(Sample.absent(above.name())) : sample;
    }

    private static Sample quantile(Reading.Quantile quantile, List<History> instances, Instant at) throws Uncounted {
        Selector selector = buckets(quantile.of());
        List<Growth> growths = growths(selector, quantile.window().duration(), instances);
        if (absent(growths)) {
            return none(selector);
        }
        Buckets buckets = new Buckets();
        growths.forEach(growth -> buckets.add(growth.bySeries()));
        if (!buckets.complete()) {
            return new Sample.Failed(selector.name() + " has no bucket le=\"+Inf\": it is no histogram");
        }
        return buckets.quantile(quantile.quantile())
                .map(found -> found.above()
                        ? Sample.Value.beyond(found.value(), at).of(buckets.count())
                        : Sample.of(found.value(), at, buckets.count()))
                .orElse(new Sample.NoData("nothing was observed within " + quantile.window()));
    }

    static Selector buckets(String histogram) {
        Selector selector = Selector.parse(histogram);
        return selector.name().endsWith("_bucket") ? selector : selector.named(selector.name() + "_bucket");
    }

    static List<Growth> growths(Selector selector, Duration window, List<History> instances) throws Uncounted {
        List<Growth> growths = new ArrayList<>();
        for (History instance : instances) {
            Growth growth = instance.growth(selector, window).orElseThrow(() -> new Uncounted(TOO_FEW));
            if (growth.noCount().isPresent()) {
                throw new Uncounted(selector.name() + " counts nothing: it shows "
                        + Sample.shown(growth.noCount().getAsDouble()));
            }
            growths.add(growth);
        }
        return growths;
    }

    private static boolean absent(List<Growth> growths) {
        return growths.stream().allMatch(growth -> growth.bySeries().isEmpty());
    }

    private static double total(List<Growth> growths) {
        return growths.stream().mapToDouble(Growth::total).sum();
    }
}
