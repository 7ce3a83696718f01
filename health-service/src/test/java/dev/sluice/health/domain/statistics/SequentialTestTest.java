package dev.sluice.health.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.health.domain.statistics.SequentialTest.Step;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic by hand, and what it promises by simulation. */
class SequentialTestTest {
    private static final double ALPHA = 0.01;
    private static final double TOLERATED = 1.2;
    private static final int STAGE_SECONDS = 1_800;
    private static final int LOOK_SECONDS = 5;
    private static final int LOOKS = STAGE_SECONDS / LOOK_SECONDS;
    private static final double REQUESTS_PER_SECOND = 200;
    private static final double CANDIDATE_SHARE = 0.1;

    @Test
    void withoutEventsOrWithoutAnotherSideThereIsNoEvidence() {
        SequentialTest test = new SequentialTest(TOLERATED);

        test.add(new Step(0, 100, 0, 900));
        test.add(new Step(50, 100, 0, 0));
        test.add(new Step(0, 0, 5, 900));

        assertThat(test.logEvidence()).isZero();
        assertThat(test.pValue()).isEqualTo(1);
    }

    @Test
    void oneStepIsTheMeanOfTheLikelihoodRatios() {
        SequentialTest test = new SequentialTest(2);

        test.add(new Step(3, 100, 2, 300));

        double mean = (2 * ratio(3.2) + 4 * ratio(8) + 2 * ratio(40) + ratio(400)) / 9;
        // Four fifths of the prior are on a change before the first step, the rest on later ones.
        assertThat(test.logEvidence()).isCloseTo(Math.log(0.8 * mean + 0.2), within(1e-12));
    }

    /** Of three events of the candidate and two of stable, a quarter of the requests being the candidate's. */
    private static double ratio(double alternative) {
        return Math.pow(q(alternative, 0.25) / q(2, 0.25), 3)
                * Math.pow((1 - q(alternative, 0.25)) / (1 - q(2, 0.25)), 2);
    }

    private static double q(double d, double share) {
        return d * share / (d * share + 1 - share);
    }

    /** Half of 100 and half of 900 fail in a step, and stable's page of it is read a step before the candidate's. */
    @Test
    void whatBeginsAnewTakesAlongWhatStableHadShownBefore() {
        SequentialTest blind = new SequentialTest(TOLERATED);
        SequentialTest knowing = new SequentialTest(TOLERATED);
        SequentialTest alone = new SequentialTest(TOLERATED);
        blind.add(new Step(0, 100, 450, 900));
        knowing.add(new Step(0, 100, 450, 900));

        blind.add(new Step(50, 100, 0, 900));
        knowing.add(new Step(50, 100, 0, 900, 450, true));
        alone.add(new Step(50, 100, 0, 900, 450, false));

        assertThat(blind.pValue()).isLessThan(1e-6);
        assertThat(knowing.pValue()).isGreaterThan(0.5);
        assertThat(alone.pValue()).isGreaterThan(0.5);
    }

    @Test
    void evidenceIsFiniteWhateverTheCounts() {
        SequentialTest test = new SequentialTest(TOLERATED);
        for (int i = 0; i < 1_000; i++) {
            test.add(new Step(1e9, 1e9, 0, 1e9));
        }
        assertThat(test.logEvidence()).isFinite().isPositive();
        assertThat(test.pValue()).isZero();
        for (int i = 0; i < 1_000; i++) {
            test.add(new Step(0, 1e9, 1e9, 1e9));
        }
        assertThat(test.logEvidence()).isFinite();
        assertThat(test.pValue()).isEqualTo(1);
    }

    @Test
    void countsBelowZeroAndNumbersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Step(-1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step(0, Double.NaN, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step(0, 1, 0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SequentialTest(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** At the edge of what is tolerated, where a false alarm is likeliest, and when all is well; at several base rates. */
    @ParameterizedTest
    @CsvSource({"1, 0.005, 1", "1.2, 0.005, 1", "1.2, 0.005, 0.83", "1.2, 0.0005, 1", "1.2, 0.05, 1", "1.2, 0.3, 1"})
    void falseAlarmsOfAWholeStageStayBelowAlpha(double tolerated, double stable, double ratio) {
        int runs = 4_000;

        long alarms = IntStream.range(0, runs)
                .parallel()
                .filter(seed -> alarm(seed, tolerated, stable, stable * tolerated * ratio, 0)
                        .found())
                .count();

        System.out.printf(
                Locale.ROOT,
                "measured: sequential test: %d false alarms in %d stages of 30 min with %d looks, stable %.2f%%, candidate %.2f%%, %.1f times tolerated, alpha 1%%%n",
                alarms,
                runs,
                LOOKS,
                100 * stable,
                100 * stable * tolerated * ratio,
                tolerated);
        assertThat((double) alarms / runs).isLessThan(ALPHA);
    }

    /**
     * With 200 requests a second and a candidate of 10 %, looked at every 5 s. A tolerance costs time where the trouble is
     * not much more than what is tolerated.
     */
    @ParameterizedTest
    @CsvSource({"1, 0.01, 300", "1, 0.02, 25", "1, 0.5, 5", "1.2, 0.01, 600", "1.2, 0.02, 40", "1.2, 0.5, 5"})
    void aTurnForTheWorseIsFound(double tolerated, double candidate, double seconds) {
        assertThat(medianDelay(tolerated, candidate, 0, "at the beginning")).isLessThanOrEqualTo(seconds);
    }

    /** Without beginning anew, a quarter of an hour of being well would have to be made up for first. */
    @ParameterizedTest
    @CsvSource({"1.2, 0.02, 110", "1.2, 0.5, 5"})
    void aTurnForTheWorseIsFoundAfterAQuarterOfAnHourToo(double tolerated, double candidate, double seconds) {
        assertThat(medianDelay(tolerated, candidate, LOOKS / 2, "after 15 min")).isLessThanOrEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 1.2})
    void whatIsAsRareAsToleratedGathersNoEvidence(double ratio) {
        SequentialTest test = new SequentialTest(TOLERATED);
        for (int i = 0; i < 1_000; i++) {
            test.add(new Step(0.5 * ratio, 100, 4.5, 900));
        }
        assertThat(test.pValue()).isGreaterThan(0.5);
    }

    private static double medianDelay(double tolerated, double candidate, int after, String when) {
        int runs = 1_001;
        double[] delays = IntStream.range(0, runs)
                .parallel()
                .mapToObj(seed -> alarm(seed, tolerated, 0.005, candidate, after))
                .mapToDouble(alarm -> alarm.found() ? alarm.seconds() : Double.POSITIVE_INFINITY)
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "measured: sequential test: 0.5%% to %.0f%% %s, %.1f times tolerated: found after %.0f s (median), %.0f s (90%%)%n",
                100 * candidate,
                when,
                tolerated,
                delays[runs / 2],
                delays[runs * 9 / 10]);
        return delays[runs / 2];
    }

    /** Whether there was one, and how long after the turn. */
    private record Alarm(boolean found, double seconds) {}

    /** One stage: stable's rate for both up to a look, and the candidate's own from then on. */
    private static Alarm alarm(long seed, double tolerated, double stable, double candidate, int after) {
        SplittableRandom random = new SplittableRandom(seed);
        SequentialTest test = new SequentialTest(tolerated);
        int candidates = (int) (REQUESTS_PER_SECOND * LOOK_SECONDS * CANDIDATE_SHARE);
        int stables = (int) (REQUESTS_PER_SECOND * LOOK_SECONDS) - candidates;
        for (int look = 1; look <= LOOKS; look++) {
            double rate = look > after ? candidate : stable;
            test.add(new Step(events(random, candidates, rate), candidates, events(random, stables, stable), stables));
            if (test.pValue() <= ALPHA) {
                return new Alarm(look > after, (look - after) * (double) LOOK_SECONDS);
            }
        }
        return new Alarm(false, 0);
    }

    /** A binomial number, by the gaps between events. */
    private static int events(SplittableRandom random, int requests, double rate) {
        int events = 0;
        double log = Math.log1p(-rate);
        for (double at = gap(random, log); at <= requests; at += gap(random, log)) {
            events++;
        }
        return events;
    }

    private static double gap(SplittableRandom random, double log) {
        return Math.floor(Math.log(1 - random.nextDouble()) / log) + 1;
    }
}
