package dev.sluice.health.pushed;

import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Unit;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The newest sample of each metric of each version, of every target: whoever takes a partition over has them at once.
 * Holds at most 10,000, and forgets those that were heard of least recently.
 */
public final class PushedSamples {
    private static final int KEPT_MAX = 10_000;
    private static final Duration AHEAD_MAX = Duration.ofMinutes(1);
    private static final Duration BEHIND_MAX = Duration.ofMinutes(1);
    private final InstantSource clock;
    private final Map<Series, Arrived> newest = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Series, Arrived> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** @param at when it came here, by our clock */
    private record Arrived(PushedSample sample, Instant at) {}

    private record Series(Target target, String version, Name metric) {}

    /** What became of a sample that arrived. */
    public enum Fate {
        TAKEN,
        /** The very one that is here already. */
        SAME,
        /** It was measured more than a minute before the one that is here: history that is sent again. */
        LATE,
        /** It was measured more than a minute from now: its clock is wrong, and it would hide those that follow. */
        FROM_THE_FUTURE
    }

    /**
     * A sample that arrived.
     *
     * @param sample with a time of its own: two instances may measure in the same millisecond, and both count
     */
    public record Arrival(Fate fate, PushedSample sample) {}

    public PushedSamples(InstantSource clock) {
        this.clock = clock;
    }

    /** The newest is the one that arrived last: several instances push, and none of them is in step with the others. */
    public synchronized Arrival add(Target target, PushedSample sample) {
        Instant now = clock.instant();
        if (sample.at().isAfter(now.plus(AHEAD_MAX))) {
            return new Arrival(Fate.FROM_THE_FUTURE, sample);
        }
        Series series = new Series(target, sample.version(), sample.metric());
        Arrival arrival = arrival(sample, newest(series).map(Arrived::sample));
        if (arrival.fate() == Fate.TAKEN) {
            newest.put(series, new Arrived(arrival.sample(), now));
        }
        return arrival;
    }

    private static Arrival arrival(PushedSample sample, Optional<PushedSample> known) {
        if (known.filter(before -> sample.at().isBefore(before.at().minus(BEHIND_MAX)))
                .isPresent()) {
            return new Arrival(Fate.LATE, sample);
        }
        Optional<PushedSample> inTheSameMoment =
                known.filter(before -> before.at().equals(sample.at()));
        if (inTheSameMoment.isEmpty()) {
            return new Arrival(Fate.TAKEN, sample);
        }
        return inTheSameMoment.get().value().equals(sample.value())
                ? new Arrival(Fate.SAME, sample)
                : new Arrival(
                        Fate.TAKEN,
                        new PushedSample(
                                sample.metric(),
                                sample.version(),
                                sample.value(),
                                sample.at().plusNanos(1)));
    }

    private synchronized Optional<Arrived> newest(Series series) {
        return Optional.ofNullable(newest.get(series));
    }

    /** Answers at once, on the caller's thread. */
    public MetricSource open(Target target, String version, Source.Pushed source) {
        return new MetricSource() {
            @Override
            public void sample(List<Metric> metrics, Consumer<Answer> to) {
                metrics.forEach(metric -> to.accept(new Answer(metric, newest(target, version, source, metric))));
            }

            @Override
            public void close() {}
        };
    }

    private Sample newest(Target target, String version, Source.Pushed source, Metric metric) {
        return newest(new Series(target, version, metric.name()))
                .map(newest -> sample(source, metric, newest, clock.instant()))
                .orElse(new Sample.Stale("no sample of version " + version + " has arrived"));
    }

    /** Where its clock is ahead of ours a sample would look fresh for longer than it may: it is no younger than its arrival. */
    private static Sample sample(Source.Pushed source, Metric metric, Arrived newest, Instant now) {
        Duration here = Duration.between(newest.at(), now);
        return here.compareTo(source.staleAfter().duration()) > 0
                        && newest.sample().at().isAfter(newest.at())
                ? new Sample.Stale("the newest sample arrived " + here.toMillis() + "ms ago")
                : sample(source, metric, newest.sample(), now);
    }

    /** A pushed sample as one of a metric of a plan, in that metric's unit. */
    public static Sample sample(Source.Pushed source, Metric metric, PushedSample pushed, Instant now) {
        Duration age = Duration.between(pushed.at(), now);
        if (age.compareTo(source.staleAfter().duration()) > 0) {
            return new Sample.Stale("the newest sample was measured " + age.toMillis() + "ms ago");
        }
        Unit unit = pushed.value().unit();
        if (unit.dimension() != metric.unit().dimension()) {
            return new Sample.Failed("was pushed in " + unit.symbol() + ", which does not compare with "
                    + metric.unit().symbol());
        }
        return Sample.of(metric.unit().fromBase(pushed.value().base()), pushed.at());
    }
}
