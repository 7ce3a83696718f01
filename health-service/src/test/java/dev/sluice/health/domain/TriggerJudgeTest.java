package dev.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TriggerJudgeTest {
    private static final Instant T = Given.START;
    private static final Metric METRIC =
            new Metric(Given.ERRORS, Given.ERRORS, Unit.RATIO, new Reading.Promql("errors"));

    private static Trigger trigger(int consecutive, Trigger.NoData noData) {
        return new Trigger(Given.ERRORS, Given.ERRORS, Condition.parse("> 1%"), consecutive, Reaction.ROLLBACK, noData);
    }

    private static final Trigger TWICE = trigger(2, Trigger.NoData.UNKNOWN);

    private static TriggerMemory after(Trigger trigger, List<Sample> samples) {
        TriggerMemory memory = TriggerMemory.NEW;
        for (int i = 0; i < samples.size(); i++) {
            TriggerJudge.Occasion now =
                    new TriggerJudge.Occasion(7, 0, T.plusSeconds(100 + i), i, Duration.ofMinutes(5));
            memory = TriggerJudge.judge(trigger, METRIC, Duration.ZERO, memory, samples.get(i), now);
        }
        return memory;
    }

    private static Sample at(int second, double value) {
        return new Sample.Value(value, T.plusSeconds(second));
    }

    @Test
    void firesWhenItHeldInEnoughDistinctSamples() {
        TriggerMemory memory = after(TWICE, List.of(at(0, 0.02), at(15, 0.03)));
        assertThat(TriggerJudge.fires(TWICE, memory)).isTrue();
        assertThat(memory.decided().orElseThrow().readAt()).isEqualTo(T.plusSeconds(101));
        assertThat(memory.heldSinceNanos()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void countsTheSameSampleOnce() {
        TriggerMemory memory = after(TWICE, List.of(at(0, 0.02), at(0, 0.02), at(0, 0.02)));
        assertThat(TriggerJudge.fires(TWICE, memory)).isFalse();
        assertThat(memory.concludedAtNanos()).as("it is an answer nevertheless").isEqualTo(OptionalLong.of(2));
    }

    @Test
    void countsASampleOnceThoughOthersCameBetween() {
        TriggerMemory memory = after(TWICE, List.of(at(0, 0.02), at(7, 0.001), at(0, 0.02), at(7, 0.001), at(0, 0.02)));
        assertThat(memory.inARow()).isZero();
        assertThat(TriggerJudge.cleared(TWICE, memory)).isTrue();
    }

    @Test
    void countsAnotherSampleThoughTheClockOfItsSourceWasSetBack() {
        TriggerMemory memory = after(TWICE, List.of(at(3600, 0.02), at(0, 0.02)));
        assertThat(TriggerJudge.fires(TWICE, memory)).isTrue();
    }

    @Test
    void beginsAnewAfterASampleInWhichItDidNotHold() {
        TriggerMemory memory = after(TWICE, List.of(at(0, 0.02), at(1, 0.001), at(2, 0.02)));
        assertThat(TriggerJudge.fires(TWICE, memory)).isFalse();
        assertThat(memory.inARow()).isEqualTo(1);
    }

    @Test
    void isClearedByASampleInWhichItDidNotHold() {
        assertThat(TriggerJudge.cleared(TWICE, after(TWICE, List.of(at(0, 0.02), at(1, 0.02), at(2, 0.001)))))
                .isTrue();
    }

    @Test
    void takesNoDataForNeither() {
        for (Sample none : List.of(
                new Sample.NoData("no series"), new Sample.Stale("old"), new Sample.Failed("connection refused"))) {
            TriggerMemory memory = after(TWICE, List.of(at(0, 0.02), none, at(1, 0.02)));
            assertThat(TriggerJudge.fires(TWICE, memory)).as("%s", none).isTrue();
            TriggerMemory silent = after(TWICE, List.of(at(0, 0.02), at(1, 0.02), none));
            assertThat(TriggerJudge.fires(TWICE, silent)).as("%s", none).isTrue();
            assertThat(TriggerJudge.cleared(TWICE, silent)).as("%s", none).isFalse();
            assertThat(silent.concludedAtNanos()).as("%s", none).isEqualTo(OptionalLong.of(1));
            assertThat(silent.shown().orElseThrow().outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void takesAnAnswerWithoutANumberForAnAnswerWhereThePlanSaysSo() {
        Trigger quiet = trigger(1, Trigger.NoData.NO_BREACH);
        TriggerMemory memory = after(quiet, List.of(new Sample.NoData("NaN")));
        assertThat(memory.concludedAtNanos()).isEqualTo(OptionalLong.of(0));
        assertThat(memory.shown().orElseThrow().outcome()).isEqualTo(Outcome.NOT_HELD);
        assertThat(TriggerJudge.cleared(TWICE, memory))
                .as("silence clears nothing")
                .isFalse();
        for (Sample none : List.of(new Sample.Stale("old"), new Sample.Failed("connection refused"))) {
            assertThat(after(quiet, List.of(none)).concludedAtNanos())
                    .as("%s", none)
                    .isEmpty();
        }
    }

    @Test
    void speaksOfWhatIsWatchedNowWhenTheSampleIsTheSame() {
        TriggerMemory before = after(TWICE, List.of(at(0, 0.02), at(1, 0.02)));
        TriggerMemory resumed = TriggerJudge.judge(
                TWICE,
                METRIC,
                Duration.ZERO,
                before,
                at(1, 0.02),
                new TriggerJudge.Occasion(9, 0, T.plusSeconds(200), 50, Duration.ofMinutes(5)));
        assertThat(TriggerJudge.fires(TWICE, resumed)).isTrue();
        assertThat(resumed.decided().orElseThrow().of()).isEqualTo(9);
        assertThat(resumed.decided().orElseThrow().readAt()).isEqualTo(T.plusSeconds(200));
    }

    @Test
    void comparesInTheUnitOfTheBound() {
        Metric seconds = new Metric(Given.LATENCY, Given.LATENCY, Unit.SECONDS, new Reading.Promql("p95"));
        assertThat(Readings.read(seconds, Condition.parse("> 500ms"), at(0, 0.6))
                        .outcome())
                .isEqualTo(Outcome.HELD);
        assertThat(Readings.read(seconds, Condition.parse("> 500ms"), at(0, 0.4))
                        .outcome())
                .isEqualTo(Outcome.NOT_HELD);
    }

    @Test
    void judgesWhatIsAboveANumberOnlyWhereThatIsEnough() {
        Metric seconds = new Metric(Given.LATENCY, Given.LATENCY, Unit.SECONDS, new Reading.Promql("p95"));
        Sample above = Sample.Value.beyond(1, T);
        Map.of(
                        "> 500ms", Outcome.HELD,
                        ">= 1s", Outcome.HELD,
                        "> 1s", Outcome.HELD,
                        "<= 1s", Outcome.NOT_HELD,
                        "== 1s", Outcome.NOT_HELD,
                        "> 2s", Outcome.UNKNOWN,
                        "< 2s", Outcome.UNKNOWN,
                        "== 2s", Outcome.UNKNOWN)
                .forEach((bound, expected) -> assertThat(Readings.read(seconds, Condition.parse(bound), above)
                                .outcome())
                        .as(bound)
                        .isEqualTo(expected));
    }

    @Test
    void anUnknownSideOfTheBoundNeitherCountsNorClears() {
        Sample above = Sample.Value.beyond(0.005, T.plusSeconds(2));
        TriggerMemory memory = after(TWICE, List.of(at(0, 0.02), at(1, 0.02), above));
        assertThat(TriggerJudge.fires(TWICE, memory)).isTrue();
        assertThat(TriggerJudge.cleared(TWICE, memory)).isFalse();
        assertThat(memory.concludedAtNanos()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void hasNoValueForWhatIsNoNumber() {
        assertThat(Sample.of(Double.NaN, T)).isEqualTo(new Sample.NoData("the value is NaN"));
        assertThat(Sample.of(Double.POSITIVE_INFINITY, T)).isEqualTo(new Sample.Failed("the value is +Inf"));
        assertThat(Sample.of(Double.NEGATIVE_INFINITY, T)).isEqualTo(new Sample.Failed("the value is -Inf"));
    }

    @Test
    void anAnswerThatIsKnownToBeNoBreachEndsARun() {
        Trigger quiet = trigger(2, Trigger.NoData.NO_BREACH);
        Sample none = new Sample.NoData("NaN");
        assertThat(TriggerJudge.fires(quiet, after(quiet, List.of(at(0, 0.02), none, at(1, 0.02)))))
                .isFalse();
        assertThat(TriggerJudge.fires(quiet, after(quiet, List.of(at(0, 0.02), at(1, 0.02), none))))
                .as("what fires is cleared by a value only")
                .isTrue();
    }
}
