package dev.sluice.health.pushed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Given;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.pushed.PushedSamples.Fate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushedSamplesTest {
    private static final Instant NOW = Given.START;
    private static final Source.Pushed SOURCE = new Source.Pushed(new Name("app"), Span.ofSeconds(10));
    private final PushedSamples samples = new PushedSamples(() -> NOW);

    private static PushedSample sample(String value, int secondsAgo) {
        return new PushedSample(Given.LATENCY, "5.1", Quantity.parse(value), NOW.minusSeconds(secondsAgo));
    }

    private Fate add(String value, int secondsAgo) {
        return samples.add(Given.SHOP, sample(value, secondsAgo)).fate();
    }

    private Sample newest(Unit unit, String version) {
        Metric metric = new Metric(Given.LATENCY, SOURCE.name(), unit, new Reading.Sample());
        List<Sample> given = new ArrayList<>();
        try (MetricSource open = samples.open(Given.SHOP, version, SOURCE)) {
            open.sample(List.of(metric), answer -> given.add(answer.sample()));
        }
        return given.getFirst();
    }

    @Test
    void givesTheNewestInTheMetricsUnit() {
        add("100ms", 3);
        add("250ms", 2);
        assertThat(newest(Unit.SECONDS, "5.1")).isEqualTo(new Sample.Value(0.25, NOW.minusSeconds(2)));
        assertThat(newest(Unit.MILLISECONDS, "5.1")).isEqualTo(new Sample.Value(250, NOW.minusSeconds(2)));
    }

    @Test
    void hasNothingToSayOfAnotherVersionOrTarget() {
        add("100ms", 3);
        assertThat(newest(Unit.SECONDS, "5.0")).isInstanceOf(Sample.Stale.class);
    }

    @Test
    void isStaleWhenTheApplicationFellSilent() {
        add("100ms", 11);
        assertThat(newest(Unit.SECONDS, "5.1"))
                .isEqualTo(new Sample.Stale("the newest sample was measured 11000ms ago"));
    }

    @Test
    void comparesNothingThatDoesNotCompare() {
        add("100ms", 1);
        assertThat(newest(Unit.RATIO, "5.1"))
                .isEqualTo(new Sample.Failed("was pushed in ms, which does not compare with ratio"));
    }

    @Test
    void takesWhatSeveralInstancesPushOutOfStep() {
        assertThat(add("100ms", 3)).isEqualTo(Fate.TAKEN);
        assertThat(add("100ms", 3)).isEqualTo(Fate.SAME);
        assertThat(samples.add(Given.SHOP, sample("900ms", 3)).sample().at())
                .as("another instance in the same moment")
                .isEqualTo(NOW.minusSeconds(3).plusNanos(1));
        assertThat(add("700ms", 5)).isEqualTo(Fate.TAKEN);
        assertThat(newest(Unit.MILLISECONDS, "5.1")).isEqualTo(new Sample.Value(700, NOW.minusSeconds(5)));
    }

    @Test
    void takesNoHistoryAndNoFuture() {
        add("100ms", 3);
        assertThat(add("900ms", 64)).isEqualTo(Fate.LATE);
        assertThat(add("900ms", -61)).isEqualTo(Fate.FROM_THE_FUTURE);
        assertThat(newest(Unit.MILLISECONDS, "5.1")).isEqualTo(new Sample.Value(100, NOW.minusSeconds(3)));
    }
}
