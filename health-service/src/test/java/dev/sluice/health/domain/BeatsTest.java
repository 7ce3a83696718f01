package dev.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.Trigger;
import dev.sluice.events.value.Name;
import dev.sluice.health.Given;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BeatsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Plan PLAN = Given.plan("""
            validation: {checks: [{metric: error-rate, expect: "< 0.1%"}]}
            triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%"}, {metric: latency-p95, when: "> 1s"}, \
            {name: slow, metric: latency-p95, when: "> 700ms", reaction: alert}]}
            """);
    private final Map<Name, TriggerMemory> memories = new HashMap<>();

    private void seen(String trigger, double value, long second) {
        read(trigger, new Sample.Value(value, Given.START.plusSeconds(second)), second);
    }

    private void read(String trigger, Sample sample, long second) {
        Trigger named = PLAN.triggers().list().stream()
                .filter(one -> one.name().equals(new Name(trigger)))
                .findFirst()
                .orElseThrow();
        Metric metric = PLAN.metric(named.metric());
        memories.put(
                named.name(),
                TriggerJudge.judge(
                        named,
                        metric,
                        Duration.ZERO,
                        memories.getOrDefault(named.name(), TriggerMemory.NEW),
                        sample,
                        new TriggerJudge.Occasion(4, 0, Given.START, second * SECOND, Duration.ofMinutes(5))));
    }

    private Optional<Beat> beat(long atSecond, int sinceSwitch, long watchingSince) {
        return Beats.beat(
                Given.ID,
                4,
                PLAN,
                memories,
                new Beats.Moment(atSecond * SECOND, Duration.ofSeconds(sinceSwitch), watchingSince * SECOND));
    }

    @Test
    void isAsOldAsTheTriggerThatWasConcludedLongestAgo() {
        seen("error-rate", 0, 10);
        seen("latency-p95", 0.1, 17);
        Beat beat = beat(20, 600, 0).orElseThrow();
        assertThat(beat.ageMs()).isEqualTo(10_000);
        assertThat(beat.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(beat.periodMs()).isEqualTo(1000);
        assertThat(beat.breach()).isEmpty();
    }

    @Test
    void saysWhatIsNotKnown() {
        seen("error-rate", 0, 10);
        assertThat(beat(12, 10, 0).orElseThrow().unknown()).contains("latency-p95 has not been answered so far");
        read("latency-p95", new Sample.Failed("answered 401"), 13);
        assertThat(beat(14, 10, 0).orElseThrow().unknown())
                .contains("latency-p95 = no data (bound > 1s): answered 401");
        seen("latency-p95", 0.1, 15);
        assertThat(beat(16, 10, 0).orElseThrow().unknown()).isEmpty();
    }

    @Test
    void isNoOlderThanTheSwitch() {
        seen("error-rate", 0, 10);
        seen("latency-p95", 0.1, 17);
        assertThat(beat(20, 5, 0).orElseThrow().ageMs()).isEqualTo(5000);
    }

    @Test
    void agesFromTheSwitchWhereNothingWasEverConcluded() {
        Beat beat = beat(20, 7, 0).orElseThrow();
        assertThat(beat.ageMs()).isEqualTo(7000);
        assertThat(beat.verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void saysNothingAfterATakeOverBeforeItKnowsSomething() {
        assertThat(beat(20, 600, 19)).isEmpty();
        seen("error-rate", 0, 20);
        assertThat(beat(20, 600, 19)).as("half of it").isEmpty();
        seen("latency-p95", 0.1, 20);
        assertThat(beat(20, 600, 19).orElseThrow().ageMs()).isZero();
    }

    @Test
    void saysABreachAtOnce() {
        seen("error-rate", 0.5, 20);
        Beat beat = beat(21, 600, 19).orElseThrow();
        assertThat(beat.verdict()).isEqualTo(Verdict.UNHEALTHY);
        assertThat(beat.breach().orElseThrow().ageMs()).isEqualTo(1000);
    }

    @Test
    void saysTheGravestBreach() {
        seen("slow", 2, 5);
        seen("error-rate", 0, 20);
        seen("latency-p95", 0.1, 20);
        assertThat(beat(20, 600, 0).orElseThrow().breach().orElseThrow().reaction())
                .isEqualTo(Reaction.ALERT);
        seen("latency-p95", 2, 21);
        assertThat(beat(22, 600, 0).orElseThrow().breach().orElseThrow().trigger())
                .isEqualTo(new Name("latency-p95"));
    }
}
