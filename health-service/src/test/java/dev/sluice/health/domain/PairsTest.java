package dev.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Reading.Versus.As;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Given;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PairsTest {
    private final Comparisons comparisons = new Comparisons();

    private static Metric metric(As as, Unit unit) {
        return new Metric(
                new Name("against"), new Name("app"), unit, new Reading.Versus(as, new Reading.Gauge("latency")));
    }

    private static Sample.Value at(int second, double value) {
        return new Sample.Value(value, Given.START.plusSeconds(second));
    }

    private Sample.Value compared(Metric metric, int second, double candidate, double stable, int stage) {
        Sample.Pair pair = new Sample.Pair(at(second, candidate), Optional.of(at(second, stable)));
        Sample sample = comparisons.compared(metric, pair, stage);
        assertThat(sample).isInstanceOf(Sample.Value.class);
        return (Sample.Value) sample;
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.2, 1.5", "0, 0, 1", "0.001, 0, 1000000", "1e9, 1e-9, 1000000", "0, 2, 0"})
    void aRatio(double candidate, double stable, double expected) {
        Metric metric = metric(As.RATIO, Unit.RATIO);

        assertThat(compared(metric, 0, candidate, stable, 0).value()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void aRatioInPercentWithBothNumbersBesideIt() {
        Sample.Value value = compared(metric(As.RATIO, Unit.PERCENT), 7, 0.3, 0.2, 0);

        assertThat(value.value()).isCloseTo(150, within(1e-9));
        assertThat(value.sampledAt()).isEqualTo(Given.START.plusSeconds(7));
        assertThat(value.detail()).contains("candidate 0.3000, stable 0.2000");
    }

    @Test
    void aDifferenceInTheMetricsUnit() {
        assertThat(compared(metric(As.DIFFERENCE, Unit.MILLISECONDS), 0, 250, 180, 0)
                        .value())
                .isEqualTo(70);
    }

    @Test
    void aShiftIsSeenWhenTheSamplesSayIt() {
        Metric metric = metric(As.SHIFT, Unit.MILLISECONDS);
        for (int second = 0; second < 4; second++) {
            Sample.Value few = compared(metric, second, 200 + second, 100 + second, 0);
            assertThat(few.value()).isZero();
            assertThat(few.detail()).contains(second + 1 + " samples so far, expected at least 5");
        }

        Sample.Value enough = compared(metric, 4, 204, 104, 0);

        assertThat(enough.value()).isEqualTo(100);
        assertThat(enough.detail()).contains("100.0 apart by 5 samples of each, Mann-Whitney p = 0.0079");
    }

    @Test
    void aShiftThatTheSamplesDoNotSayIsNone() {
        Metric metric = metric(As.SHIFT, Unit.MILLISECONDS);
        for (int second = 0; second < 50; second++) {
            int noise = second * 37 % 50;
            assertThat(compared(metric, second, 100 + noise, 101 + (noise + 25) % 50, 0)
                            .value())
                    .isZero();
        }
    }

    @Test
    void theSameSampleCountsOnceAndAStageBeginsAnew() {
        Metric metric = metric(As.SHIFT, Unit.MILLISECONDS);
        for (int i = 0; i < 20; i++) {
            assertThat(compared(metric, 1, 200, 100, 0).value()).isZero();
        }
        for (int second = 2; second < 12; second++) {
            compared(metric, second, 200, 100, 0);
        }
        assertThat(compared(metric, 12, 200, 100, 0).value()).isEqualTo(100);
        assertThat(compared(metric, 13, 200, 100, 1).value()).isZero();
    }

    @ParameterizedTest
    @EnumSource(As.class)
    void withoutStablesNumberTheCandidateIsAsGood(As as) {
        Metric metric = metric(as, Unit.RATIO);

        Sample sample = comparisons.compared(metric, new Sample.Pair(at(0, 0.9), Optional.empty()), 0);

        assertThat(sample).isInstanceOfSatisfying(Sample.Value.class, value -> {
            assertThat(value.value()).isEqualTo(as == As.RATIO ? 1 : 0);
            assertThat(value.detail()).contains("stable has no such number: nothing to compare with");
        });
    }

    private Sample of(As as, Sample.Value candidate, Sample.Value stable) {
        return comparisons.compared(metric(as, Unit.RATIO), new Sample.Pair(candidate, Optional.of(stable)), 0);
    }

    private static Sample.Value beyond(int second, double bound) {
        return Sample.Value.beyond(bound, Given.START.plusSeconds(second));
    }

    @ParameterizedTest
    @CsvSource({"RATIO, 5, MORE", "DIFFERENCE, 0.8, MORE"})
    void moreThanTheLastBucketOfTheCandidateIsMoreApart(As as, double least, Sample.Is expected) {
        assertThat(of(as, beyond(0, 1), at(0, 0.2))).isInstanceOfSatisfying(Sample.Value.class, value -> {
            assertThat(value.value()).isEqualTo(least);
            assertThat(value.is()).isEqualTo(expected);
            assertThat(value.detail()).contains("candidate more than 1.000, stable 0.2000");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "RATIO, 0.2, '<= 1.5 ratio', HELD",
        "DIFFERENCE, -0.8, '<= 0 ratio', HELD",
        "RATIO, 0.2, '>= 0.1 ratio', UNKNOWN"
    })
    void moreThanTheLastBucketOfStableIsAtMostThisFarApart(As as, double most, String bound, Outcome expected) {
        Sample sample = of(as, at(0, 0.2), beyond(0, 1));

        assertThat(sample).isInstanceOfSatisfying(Sample.Value.class, value -> {
            assertThat(value.value()).isEqualTo(most);
            assertThat(value.is()).isEqualTo(Sample.Is.LESS);
        });
        assertThat(Readings.read(metric(as, Unit.RATIO), Condition.parse(bound), sample)
                        .outcome())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(As.class)
    void whereBothAreBeyondTheirBucketsTheCandidateIsAsGood(As as) {
        for (int second = 0; second < 10; second++) {
            assertThat(of(as, beyond(second, 1), beyond(second, 1)))
                    .isInstanceOfSatisfying(Sample.Value.class, value -> {
                        assertThat(value.value()).isEqualTo(as == As.RATIO ? 1 : 0);
                        assertThat(value.is()).isEqualTo(Sample.Is.EXACT);
                    });
        }
    }

    private Sample.Value shifted(IntFunction<Sample.Value> candidate, IntFunction<Sample.Value> stable) {
        Sample sample = new Sample.NoData("none");
        for (int second = 0; second < 10; second++) {
            sample = of(As.SHIFT, candidate.apply(second), stable.apply(second));
        }
        assertThat(sample).isInstanceOf(Sample.Value.class);
        return (Sample.Value) sample;
    }

    @Test
    void aShiftKnowsTheRankOfWhatIsBeyondTheBuckets() {
        Sample.Value value = shifted(second -> beyond(second, 1), second -> at(second, 1));

        assertThat(value.is()).isEqualTo(Sample.Is.MORE);
        assertThat(value.value()).isPositive();
        assertThat(value.detail().orElseThrow()).endsWith(", more than 1.000 is alike");
    }

    @Test
    void aShiftOfOtherBucketsIsJudgedAsFarAsBothReach() {
        assertThat(shifted(second -> beyond(second, 1), second -> at(second, 2)).value())
                .isZero();
    }

    @Test
    void aShiftBelowWhatIsBeyondTheBucketsIsMoreThanThat() {
        assertThat(shifted(second -> at(second, 0.1), second -> beyond(second, 1))
                        .is())
                .isEqualTo(Sample.Is.LESS);
    }

    @Test
    void oneOfEachBeyondTheBucketsHidesNoShift() {
        assertThat(shifted(
                                second -> second == 0 ? beyond(second, 5) : at(second, 2 + second / 10.0),
                                second -> second == 0 ? beyond(second, 5) : at(second, 1 + second / 10.0))
                        .value())
                .isCloseTo(1, within(0.1));
    }

    @Test
    void oneOfStableBeyondTheBucketsMakesTheCandidatesNoLessUnknown() {
        Sample.Value value =
                shifted(second -> beyond(second, 1), second -> second == 0 ? beyond(second, 1) : at(second, 0.9));

        assertThat(value.is()).isEqualTo(Sample.Is.MORE);
        assertThat(value.value()).isCloseTo(0.1, within(1e-9));
    }
}
