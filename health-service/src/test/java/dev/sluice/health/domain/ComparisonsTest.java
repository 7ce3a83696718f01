package dev.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Given;
import dev.sluice.health.domain.Sample.Counts;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
    private static final Metric ERRORS = metric(Unit.RATIO);
    private final Comparisons comparisons = new Comparisons();

    private static Metric metric(Unit unit) {
        Reading read = new Reading.Comparison("errors_total", Optional.of("requests_total"), Optional.empty(), 1.2);
        return new Metric(new Name("errors-against-stable"), new Name("app"), unit, read);
    }

    private static Counts counts(int second, Side candidate, Side stable) {
        return Counts.together(candidate, Optional.of(stable), Given.START.plusSeconds(second));
    }

    private Sample.Value value(Counts counts) {
        return value(ERRORS, counts, 0);
    }

    private Sample.Value value(Metric metric, Counts counts, int stage) {
        Sample sample = comparisons.compared(metric, counts, stage);
        assertThat(sample).isInstanceOf(Sample.Value.class);
        return (Sample.Value) sample;
    }

    @Test
    void whatWasCountedBeforeTheStageSaysNothing() {
        Sample.Value first = value(counts(0, new Side(900, 1_000), new Side(0, 9_000)));

        assertThat(first.value()).isEqualTo(1);
        assertThat(first.detail()).contains("counting begins");
        assertThat(value(counts(1, new Side(900, 1_100), new Side(0, 9_900))).value())
                .isEqualTo(1);
    }

    @Test
    void aCandidateThatIsWorseIsAccusedInASentence() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));

        Sample.Value worse = value(counts(5, new Side(12, 100), new Side(45, 9_000)));

        assertThat(worse.value()).isBetween(0.0, 1e-6);
        assertThat(worse.sampledAt()).isEqualTo(Given.START.plusSeconds(5));
        assertThat(worse.detail())
                .contains(
                        "candidate 12 of 100 (12%), stable 45 of 9,000 (0.5%), 24 times; up to 1.2 times is tolerated;"
                                + " worse with a confidence of over 99.99%");
        assertThat(worse.of()).hasValue(9_100);
    }

    @Test
    void theProbabilityIsGivenInTheMetricsUnit() {
        value(metric(Unit.PERCENT), counts(0, new Side(0, 0), new Side(0, 0)), 0);

        assertThat(value(metric(Unit.PERCENT), counts(1, new Side(0, 10), new Side(0, 90)), 0)
                        .value())
                .isEqualTo(100);
    }

    @Test
    void errorsThatStableHasToo() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));

        for (int second = 1; second <= 100; second++) {
            Counts same = counts(second, new Side(5 * second, 10 * second), new Side(45 * second, 90 * second));
            assertThat(value(same).value()).isGreaterThan(0.05);
        }
    }

    @Test
    void theSameScrapeReadTwiceCountsOnce() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));
        Counts scrape = counts(5, new Side(2, 100), new Side(1, 900));

        Sample.Value once = value(scrape);

        assertThat(value(scrape)).isEqualTo(once);
        assertThat(value(scrape)).isEqualTo(once);
    }

    @Test
    void everyStageBeginsAnew() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));
        assertThat(value(counts(5, new Side(90, 100), new Side(0, 900))).value())
                .isLessThan(0.01);

        assertThat(value(ERRORS, counts(10, new Side(95, 110), new Side(0, 990)), 1)
                        .value())
                .isEqualTo(1);
    }

    @Test
    void aStableThatCantBeReadAcquitsNobodyAndAccusesNobody() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));
        Sample.Value before = value(counts(5, new Side(3, 100), new Side(4, 900)));

        Sample.Value without = value(Counts.together(new Side(60, 200), Optional.empty(), Given.START.plusSeconds(10)));
        Sample.Value again = value(counts(15, new Side(90, 300), new Side(4, 1_800)));

        assertThat(without.value()).isEqualTo(before.value());
        assertThat(without.detail()).contains("stable can't be read: nothing to compare with");
        assertThat(again.value()).as("what came meanwhile is left out").isEqualTo(before.value());
        assertThat(value(counts(20, new Side(120, 400), new Side(4, 2_700))).value())
                .isLessThan(0.01);
    }

    /** What both have, the one whose page is newer shows first. */
    @Test
    void pagesOfDifferentTimesAreNotCompared() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));
        value(counts(5, new Side(1, 100), new Side(9, 900)));

        Side broken = new Side(101, 200);
        Counts apart = new Counts(
                broken,
                Counts.Instances.ONE,
                Optional.of(new Counts.Stable(900, 9, 9, Counts.Instances.ONE)),
                false,
                Optional.empty(),
                Given.START.plusSeconds(6));

        assertThat(value(apart).value()).isGreaterThan(0.1);
        assertThat(value(counts(7, broken, new Side(909, 1_800))).value()).isGreaterThan(0.1);
    }

    /** A page that is torn in the middle of a count, and counters that are no numbers. */
    @Test
    void countsThatFallOrAreNoneAreLeftOut() {
        value(counts(0, new Side(5, 100), new Side(0, 0)));
        Sample.Value before = value(counts(1, new Side(6, 200), new Side(1, 900)));

        assertThat(value(counts(2, new Side(5, 300), new Side(2, 1_800))).value())
                .isEqualTo(before.value());
        assertThat(value(counts(3, new Side(Double.NaN, 400), new Side(2, 2_700)))
                        .value())
                .isEqualTo(before.value());
        assertThat(value(counts(4, new Side(7, 500), new Side(3, 3_600))).value())
                .isEqualTo(before.value());
        assertThat(value(counts(5, new Side(60, 600), new Side(3, 4_500))).value())
                .isLessThan(0.01);
    }

    @Test
    void aStableWithoutRequestsIsNothingToCompareWith() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));

        Sample.Value alone = value(counts(5, new Side(100, 100), new Side(0, 0)));

        assertThat(alone.value()).isEqualTo(1);
        assertThat(alone.detail()).contains("stable had no requests in this stage so far: nothing to compare with");
    }

    private static Counts around(int second, Side candidate, Counts.Stable stable) {
        return new Counts(
                candidate,
                Counts.Instances.ONE,
                Optional.of(stable),
                true,
                Optional.empty(),
                Given.START.plusSeconds(second));
    }

    /** Its errors are in the step that ends with its next request, and stable's of that time with them. */
    @Test
    void aStepGoesOnWhileTheCandidateHasNoRequest() {
        value(counts(0, new Side(0, 0), new Side(0, 0)));
        value(counts(5, new Side(0, 10), new Side(0, 90)));

        value(counts(10, new Side(0, 10), new Side(45, 180)));

        Sample.Value next = value(counts(15, new Side(5, 20), new Side(45, 270)));
        assertThat(next.value()).isGreaterThan(0.1);
        assertThat(next.detail()).hasValueSatisfying(said -> assertThat(said)
                .contains("candidate 5 of 20 (25%), stable 45 of 270 (16.67%)"));
    }

    @Test
    void aStepInWhichAnInstanceCameIsLeftOut() {
        value(around(0, new Side(0, 0), new Counts.Stable(0, 0, 0, new Counts.Instances(3, 3))));

        Sample.Value came =
                value(around(5, new Side(90, 100), new Counts.Stable(900, 0, 0, new Counts.Instances(4, 4))));
        assertThat(came.value()).isEqualTo(1);
        assertThat(value(around(10, new Side(180, 200), new Counts.Stable(1_800, 0, 0, new Counts.Instances(4, 4))))
                        .value())
                .isLessThan(0.01);
    }

    @Test
    void aCandidateWithoutRequestsIsNoData() {
        value(counts(0, new Side(0, 50), new Side(0, 0)));

        assertThat(comparisons.compared(ERRORS, counts(5, new Side(0, 50), new Side(4, 900)), 0))
                .isEqualTo(new Sample.NoData("the candidate had no requests in this stage so far"));
    }

    @Test
    void whatIsNoComparisonStaysWhatItIs() {
        Metric other = new Metric(new Name("m"), new Name("app"), Unit.COUNT, new Reading.Gauge("g"));
        Sample failed = new Sample.Failed("connection refused");

        assertThat(comparisons.compared(other, failed, 0)).isSameAs(failed);
        assertThat(comparisons.compared(ERRORS, failed, 0)).isSameAs(failed);
    }
}
