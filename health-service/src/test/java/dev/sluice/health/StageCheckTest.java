package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.measure.Measurement.StageEvaluated.Kind;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageCheckTest {
    private final World world = new World();

    private void observing() {
        world.pushes("5.1", "0.01%");
        world.gives(Given.LATENCY, 0.1);
        world.observing(Given.plan());
    }

    @Test
    void validatesAtTheDueTimeAndNotBefore() {
        observing();
        world.pass(Duration.ofMillis(59_999));
        assertThat(world.story.events(Fact.StageValidated.class)).isEmpty();
        world.pushes("5.1", "0.02%");
        world.gives(Given.LATENCY, 0.2);
        world.pass(Duration.ofMillis(1));
        assertThat(world.story.events(Fact.StageValidated.class))
                .singleElement()
                .satisfies(fact -> assertThat(fact.readings())
                        .hasSize(2)
                        .allSatisfy(reading -> assertThat(reading.outcome()).isEqualTo(Outcome.HELD)));
        world.pass(Duration.ofSeconds(30));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);
    }

    @Test
    void validatesNothingWhileAMetricIsSilent() {
        world.pushes("5.1", "0.01%");
        world.observing(Given.plan());
        world.pass(Duration.ofSeconds(90));
        assertThat(world.appends).isEmpty();
        assertThat(world.asked.get(Given.LATENCY))
                .as("a metric that does not answer is not asked again and again")
                .isEqualTo(2);
        assertThat(world.evaluations(Kind.TRIGGERS).getLast().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void neitherValidatesNorMovesItsDueTimeWhilePaused() {
        observing();
        world.pass(Duration.ofSeconds(50));
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        world.pass(Duration.ofSeconds(100));
        world.pushes("5.1", "0.01%");
        world.pass(Duration.ofSeconds(20));
        assertThat(world.story.events(Fact.StageValidated.class)).isEmpty();
        world.tell(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, new EventId("c1")));
        world.pass(Duration.ofMillis(9_999));
        assertThat(world.story.events(Fact.StageValidated.class)).isEmpty();
        world.pass(Duration.ofMillis(1));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);
    }

    @Test
    void validatesThoughARecordCameBetweenTheDueTimeAndItsTimer() {
        world.pushes("5.1", "0.01%");
        world.gives(Given.LATENCY, 0.1);
        world.observing(Given.plan("""
                validation: {every: 25s, checks: [{metric: error-rate, expect: "< 0.1%"}, \
                {metric: latency-p95, expect: "< 500ms"}]}
                triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%"}]}
                """));
        world.pass(Duration.ofSeconds(59));
        world.pushes("5.1", "0.01%");
        world.gives(Given.LATENCY, 0.1);
        long of = world.story
                .state()
                .open()
                .orElseThrow()
                .observing()
                .orElseThrow()
                .watch()
                .of();
        world.loop.busy(Duration.ofSeconds(2));
        world.tell(new Fact.ValidationFailed(Given.ID, of, 0, 1, 1, Reaction.ALERT, List.of()));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);
    }

    @Test
    void tellsAFailureAndItsLimit() {
        observing();
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "0.5%");
        for (int i = 0; i < 5; i++) {
            world.pass(Duration.ofSeconds(10));
            world.pushes("5.1", "0.5%");
        }
        assertThat(world.story.events(Fact.ValidationFailed.class))
                .extracting(fact -> fact.failures() + " " + fact.reaction())
                .containsExactly("1 ALERT", "3 ROLLBACK");
    }

    @Test
    void judgesASampleThatComesAfterTheDueTimeAtOnce() {
        world.observing(Given.plan("""
                validation: {every: 30s, checks: [{metric: error-rate, expect: "< 0.1%"}]}
                triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%"}]}
                """));
        world.pass(Duration.ofSeconds(61));
        assertThat(world.appends).as("no evidence, no promotion").isEmpty();
        world.pushes("5.1", "0.01%");
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);
    }

    @Test
    void judgesAnewWhatAStepBesideItHasEnded() {
        Name load = new Name("load");
        world.gives(Given.LATENCY, 0.1);
        world.observing(Given.plan("""
                validation: {every: 1m, checks: [{metric: latency-p95, expect: "< 500ms"}]}
                triggers: {every: 1s, list: [{metric: latency-p95, when: "> 1s"}]}
                steps: [{name: load, during: first, run: {type: http, url: "http://127.0.0.1:3/"}}]
                """));
        world.tell(new Lifecycle.StepStarted(Given.ID, load, 1));
        world.pass(Duration.ofSeconds(62));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);

        world.gives(Given.LATENCY, 0.9);
        world.tell(new Lifecycle.StepEnded(Given.ID, load, 1, StepResult.SUCCEEDED, "done"));
        world.pass(Duration.ofSeconds(1));

        assertThat(world.story.events(Fact.StageValidated.class))
                .as("what was read before the load test ended is not its verdict")
                .hasSize(1);
        assertThat(world.story.events(Fact.ValidationFailed.class)).hasSize(1);
        world.gives(Given.LATENCY, 0.1);
        world.pass(Duration.ofMinutes(1));
        long switched = world.story.events(Fact.StageValidated.class).getFirst().of();
        assertThat(world.story.events(Fact.StageValidated.class).getLast().of()).isGreaterThan(switched);
    }

    @Test
    void validatesAnewAfterAThaw() {
        observing();
        world.pass(Duration.ofSeconds(60));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);
        world.tell(new Lifecycle.TargetFrozen(Given.ANA, new EventId("c1")));
        world.answers.put(Given.LATENCY, new Sample.NoData("no series"));
        world.tell(new Lifecycle.TargetThawed(Given.ANA, new EventId("c2")));
        world.pass(Duration.ofSeconds(20));

        assertThat(world.story
                        .state()
                        .open()
                        .orElseThrow()
                        .observing()
                        .orElseThrow()
                        .watch()
                        .validated())
                .isFalse();
        world.gives(Given.LATENCY, 0.1);
        world.pushes("5.1", "0.01%");
        world.pass(Duration.ofSeconds(10));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(2);
    }

    @Test
    void judgesByTheChecksOfTheStageWhereItHasItsOwn() {
        world.pushes("5.1", "0.5%");
        world.observing(dev.sluice.events.plan.PlanReader.read("""
                target: shop/checkout
                version: "5.1"
                routers: [{type: http, name: edge, url: "http://127.0.0.1:1/"}]
                sources: [{type: pushed, name: app}]
                metrics: [{name: error-rate, source: app, unit: ratio, read: {kind: sample}}]
                validation: {checks: [{metric: error-rate, expect: "< 0.1%"}]}
                triggers: {list: [{metric: error-rate, when: "> 1%"}]}
                stages: [{name: all, weight: 100%, duration: 10s, checks: [{metric: error-rate, expect: "< 1%"}]}]
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        world.pass(Duration.ofSeconds(10));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);
    }
}
