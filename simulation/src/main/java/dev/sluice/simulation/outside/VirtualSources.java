package dev.sluice.simulation.outside;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Target;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.port.MetricSources;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Client;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The candidate as its metrics show it, and what is wrong with where they come from. */
public final class VirtualSources {
    private static final double GOOD = 0.0002;
    private static final double BAD = 0.05;
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private final Scheduler scheduler;
    private final Dice dice;
    private final Duration skew;
    private long badFrom = Long.MAX_VALUE;
    private Trouble trouble = Trouble.NONE;

    /** What is wrong with the sources. */
    public enum Trouble {
        NONE,
        /** They answer nothing before the time limit. */
        HANGING,
        /** They answer, and have no number. */
        EMPTY,
        /** They show a healthy candidate, whatever it is. */
        FLATTERING,
        /** They show a bad candidate, whatever it is. */
        SLANDERING
    }

    /** @param skew how far their clock is from the broker's */
    public VirtualSources(Scheduler scheduler, Dice dice, Duration skew) {
        this.scheduler = scheduler;
        this.dice = dice;
        this.skew = skew;
    }

    /** The candidate makes too many errors from this moment on. */
    public void badFrom(Duration moment) {
        badFrom = moment.toNanos();
    }

    public boolean bad() {
        return scheduler.now() >= badFrom;
    }

    public void suffer(Trouble next) {
        trouble = next;
    }

    /** The way of one process to them. */
    public MetricSources of(Client client) {
        return new MetricSources() {
            @Override
            public MetricSource open(Target target, String version, Source source, List<Metric> metrics) {
                return new MetricSource() {
                    @Override
                    public void sample(List<Metric> wanted, Consumer<Answer> to) {
                        wanted.forEach(metric -> ask(client, metric, to));
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    private void ask(Client client, Metric metric, Consumer<MetricSource.Answer> to) {
        boolean hangs = trouble == Trouble.HANGING;
        Duration delay = hangs ? LIMIT : dice.between(Duration.ofMillis(1), Duration.ofMillis(30));
        Sample sample = hangs ? new Sample.Failed("no answer within 3 s") : sample();
        scheduler.after(delay, () -> client.run(() -> to.accept(new MetricSource.Answer(metric, sample))));
    }

    private Sample sample() {
        Instant at = Broker.EPOCH.plusNanos(scheduler.now()).plus(skew);
        return switch (trouble) {
            case NONE, HANGING -> new Sample.Value(bad() ? BAD : GOOD, at);
            case EMPTY -> new Sample.NoData("no series");
            case FLATTERING -> new Sample.Value(GOOD, at);
            case SLANDERING -> new Sample.Value(BAD, at);
        };
    }
}
