package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.StageEvaluated.Kind;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks whose sources answer late, each at a time of its own, or not at all. The stage takes a minute. */
class SlowSourcesTest {
    private static final Name A = new Name("a");
    private static final Name B = new Name("b");
    private final World world = new World();

    private static Plan plan(String validation) {
        return PlanReader.read(("""
                target: shop/checkout
                version: "5.1"
                routers:
                - {type: http, name: edge, url: "http://127.0.0.1:1/"}
                sources:
                - {type: pushed, name: app}
                - {type: prometheus, name: prom, url: "http://127.0.0.1:2"}
                metrics:
                - {name: error-rate, source: app, unit: ratio, read: {kind: sample}}
                - {name: a, source: prom, unit: s, read: {kind: promql, query: a}}
                - {name: b, source: prom, unit: s, read: {kind: promql, query: b}}
                stages:
                - {name: first, weight: 5%, duration: 1m}
                - {name: last, weight: 100%, duration: 1m}
                triggers: {every: 10s, list: [{metric: error-rate, when: "> 50%"}]}
                """ + validation + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String both(String every, String ofB) {
        return "validation: {every: " + every + ", checks: [{metric: a, expect: '< 1s'}, {metric: b, expect: '< 1s'"
                + ofB + "}]}";
    }

    private void good() {
        world.gives(A, 0.1);
        world.gives(B, 0.1);
    }

    private List<Fact.StageValidated> validated() {
        return world.story.events(Fact.StageValidated.class);
    }

    private List<Fact.ValidationFailed> failed() {
        return world.story.events(Fact.ValidationFailed.class);
    }

    private List<StageEvaluated> evaluations() {
        return world.evaluations(Kind.VALIDATION);
    }

    private Duration untilValidated() {
        Duration step = Duration.ofMillis(500);
        Duration passed = Duration.ZERO;
        while (validated().isEmpty() && passed.compareTo(Duration.ofMinutes(5)) < 0) {
            world.pass(step);
            passed = passed.plus(step);
        }
        return passed;
    }

    @Test
    void twoThatTakeLongerThanThePeriodNeedNotAnswerInTheSameOne() {
        good();
        AtomicInteger asked = new AtomicInteger();
        world.takes = metric ->
                metric.equals(B) && asked.getAndIncrement() == 0 ? Duration.ofMillis(2500) : Duration.ofMillis(1500);
        world.observing(plan(both("1s", "")));

        assertThat(untilValidated()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(64));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void norWhenTheyTakeAnotherTimeEachTime(long seed) {
        good();
        Random random = new Random(seed);
        world.takes = metric -> Duration.ofMillis(1100 + random.nextInt(100));
        world.observing(plan(both("1s", "")));

        assertThat(untilValidated()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(64));
    }

    @Test
    void whatDecidedIsPublishedThoughTheStageEndsByIt() {
        world.gives(A, 5);
        world.observing(plan(both("10s", "").replace("every", "failureLimit: 1, every")));
        world.pass(Duration.ofMillis(600));
        assertThat(failed()).hasSize(1);
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));

        assertThat(evaluations()).singleElement().satisfies(evaluation -> assertThat(evaluation.verdict())
                .isEqualTo(Verdict.UNHEALTHY));
    }

    @Test
    void anAnswerThatWasAskedForTooEarlyIsAskedForAgainThoughAnotherHangs() {
        world.gives(A, 0.1);
        world.takes = metric -> metric.equals(A) ? Duration.ofSeconds(3) : Duration.ZERO;
        world.observing(plan(both("29s", ", dryRun: true")));

        assertThat(untilValidated()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(65));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01%", "2%"})
    void aPushedSampleIsJudgedThoughAnotherHangs(String pushed) {
        world.observing(plan("validation: {every: 30s, checks: [{metric: error-rate, expect: '< 1%'},"
                + " {metric: b, expect: '< 1s', dryRun: true}]}"));
        world.pass(Duration.ofSeconds(62));
        assertThat(validated()).isEmpty();
        world.pushes("5.1", pushed);
        world.pass(Duration.ofMillis(500));

        assertThat(validated().size() + failed().size()).isEqualTo(1);
    }

    @Test
    void theLimitOfErrorsCountsWhatWasAskedAndNotHowOftenItWasLookedAt() {
        good();
        world.answers.put(B, new Sample.Failed("no answer within 10s"));
        world.takes = metric -> metric.equals(B) ? Duration.ofSeconds(10) : Duration.ZERO;
        world.observing(plan(both("1s", ", errorLimit: 2")));
        world.pass(Duration.ofMillis(19_900));
        assertThat(failed()).isEmpty();
        world.pass(Duration.ofSeconds(2));

        assertThat(failed()).singleElement().satisfies(fact -> assertThat(fact.limit())
                .contains("b could not be read 2 times in a row"));
    }

    @Test
    void aStageDoesNotEndWhileACheckWarmsUp() {
        good();
        world.observing(plan(both("10s", ", warmUp: 100s, weight: 1").replace("every", "passScore: 50%, every")));
        world.pass(Duration.ofSeconds(99));
        assertThat(validated()).isEmpty();
        world.pass(Duration.ofSeconds(11));
        assertThat(validated()).hasSize(1);
    }

    @Test
    void oneSampleIsOneFailureThoughTwoReplicasAnswerInTurn() {
        Sample bad = new Sample.Value(5, world.wall());
        Sample well = new Sample.Value(0.1, world.wall().plusSeconds(7));
        world.gives(B, 0.1);
        world.answers.put(A, bad);
        world.observing(plan(both("1s", "")));
        for (Sample sample : List.of(well, bad, well, bad)) {
            world.answers.put(A, sample);
            world.pass(Duration.ofSeconds(1));
        }

        assertThat(failed()).hasSize(1);
    }

    @Test
    void aStreamOfSamplesPutsNoLimitOfASlowSourceOff() {
        world.answers.put(B, new Sample.Failed("no answer within 10s"));
        world.takes = metric -> Duration.ofSeconds(10);
        world.observing(plan("validation: {every: 15s, checks: [{metric: error-rate, expect: '< 1%'},"
                + " {metric: b, expect: '< 1s', errorLimit: 3}]}"));
        for (int second = 0; second < 60; second++) {
            world.pushes("5.1", "0.01%");
            world.pass(Duration.ofSeconds(1));
        }

        assertThat(failed()).singleElement().satisfies(fact -> assertThat(fact.limit())
                .contains("b could not be read 3 times in a row"));
    }

    @Test
    void anHeirDoesNotCountTheSampleThatItsPredecessorCounted() {
        world.answers.put(A, new Sample.Value(5, world.wall()));
        world.gives(B, 0.1);
        world.observing(plan(both("1s", "").replace("every", "failureLimit: 2, every")));
        world.pass(Duration.ofSeconds(5));
        assertThat(failed()).hasSize(1);
        world.lose();
        world.takeOver();
        world.pass(Duration.ofSeconds(5));
        assertThat(failed()).hasSize(1);
        world.gives(A, 6);
        world.pass(Duration.ofSeconds(1));

        assertThat(failed()).extracting(Fact.ValidationFailed::failures).containsExactly(1, 2);
    }

    @Test
    void aCheckIsJudgedOnceItIsWarmBeforeTheStageEnds() {
        world.gives(A, 0.1);
        world.gives(B, 5);
        world.takes = metric -> metric.equals(A) ? Duration.ofSeconds(3) : Duration.ZERO;
        world.observing(plan(both("30s", ", warmUp: 61s, failureLimit: 1").replace("every", "passScore: 50%, every")));
        world.pass(Duration.ofSeconds(64));

        assertThat(validated()).isEmpty();
        assertThat(failed()).singleElement().satisfies(fact -> assertThat(fact.limit())
                .contains("b failed 1 times in a row"));
    }

    @Test
    void whatWasToldOfAnEarlierWatchSilencesNoLaterOne() {
        world.gives(A, 5);
        world.gives(B, 0.1);
        world.readsBack = false;
        world.observing(plan(both("1s", "").replace("every", "failureLimit: 2, every")));
        world.gives(A, 6);
        world.pass(Duration.ofSeconds(1));
        List<Proposed> inFlight = List.copyOf(world.appends);
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        world.tell(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, new EventId("c1")));
        world.readsBack = true;
        world.gives(A, 7);
        world.pass(Duration.ofSeconds(1));
        inFlight.forEach(world::tellAgain);
        for (int second = 0; second < 5; second++) {
            world.gives(A, 8 + second);
            world.pass(Duration.ofSeconds(1));
        }

        assertThat(failed()).extracting(Fact.ValidationFailed::reaction).contains(Reaction.ROLLBACK);
    }

    @Test
    void anAnswerToAnEarlierWatchConcludesNothing() {
        world.gives(A, 0.1);
        world.takes = metric -> metric.equals(A) ? Duration.ofSeconds(5) : Duration.ZERO;
        world.observing(plan(both("30s", "")));
        world.pass(Duration.ofSeconds(1));
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        world.takes = metric -> Duration.ZERO;
        world.tell(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, new EventId("c1")));
        world.pass(Duration.ofSeconds(10));

        assertThat(evaluations()).isEmpty();
    }

    @Test
    void nothingIsValidatedWhileItIsPaused() {
        good();
        world.takes = metric -> Duration.ofSeconds(2);
        world.observing(plan(both("30s", "")));
        world.pass(Duration.ofMillis(60_500));
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        world.pass(Duration.ofSeconds(10));

        assertThat(validated()).isEmpty();
    }
}
