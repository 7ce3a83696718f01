package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.measure.Measurement.StageEvaluated.Kind;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Steps whose checks health-service judges: preflight, verification of what is about to get traffic, final criteria. */
class StepCheckTest {
    private static final Name PREFLIGHT = new Name("preflight");
    private static final Plan PLAN = Given.plan("""
            validation: {every: 10s, checks: [{metric: error-rate, expect: "< 0.1%"}]}
            triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%"}]}
            steps:
            - name: preflight
              before: first
              run: {type: checks, every: 2s, failures: 3, checks: [{metric: latency-p95, expect: "< 500ms"}]}
            - name: beside
              during: first
              run: {type: checks, checks: [{metric: latency-p95, expect: "< 500ms"}]}
            - name: goals
              after: last
              run: {type: checks, checks: [{metric: error-rate, expect: "< 0.1%"}]}
            """);
    private final World world = new World();

    private void preflight(int attempt) {
        world.tell(new Lifecycle.StepStarted(Given.ID, PREFLIGHT, attempt));
    }

    private void requested() {
        world.tell(new Lifecycle.RolloutRequested(Given.ID, Given.KEY, Given.ANA, PLAN));
        world.tell(new Lifecycle.RolloutStarted(Given.ID));
    }

    @Test
    void saysAtOnceThatAllChecksHold() {
        world.gives(Given.LATENCY, 0.1);
        requested();
        assertThat(world.appends)
                .as("nothing is judged before the step has begun")
                .isEmpty();

        preflight(1);

        assertThat(world.story.events(Fact.ChecksJudged.class)).singleElement().satisfies(fact -> {
            assertThat(fact.result()).isEqualTo(StepResult.SUCCEEDED);
            assertThat(fact.of()).isEqualTo(world.story.state().gate().version());
            assertThat(fact.sentence()).isEqualTo("latency-p95 = 0.1s (bound < 500ms)");
        });
        assertThat(world.evaluations(Kind.STEP))
                .singleElement()
                .satisfies(evaluation -> assertThat(evaluation.verdict()).isEqualTo(Verdict.HEALTHY));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.story.events(Fact.ChecksJudged.class)).hasSize(1);
        assertThat(world.asked.get(Given.LATENCY)).isEqualTo(1);
    }

    @Test
    void judgesBesideTheWatchOfAStage() {
        world.gives(Given.LATENCY, 0.1);
        Given.observing(PLAN).forEach(world::tell);

        world.tell(new Lifecycle.StepStarted(Given.ID, new Name("beside"), 1));

        assertThat(world.story.events(Fact.ChecksJudged.class)).singleElement().satisfies(fact -> {
            assertThat(fact.step()).isEqualTo(new Name("beside"));
            assertThat(fact.result()).isEqualTo(StepResult.SUCCEEDED);
        });
    }

    @Test
    void failsAfterAsManyEvaluationsInARowAsThePlanSays() {
        world.gives(Given.LATENCY, 0.9);
        requested();
        preflight(1);
        world.pass(Duration.ofMillis(3_999));
        assertThat(world.appends).isEmpty();

        world.pass(Duration.ofMillis(1));

        assertThat(world.story.events(Fact.ChecksJudged.class)).singleElement().satisfies(fact -> {
            assertThat(fact.result()).isEqualTo(StepResult.FAILED);
            assertThat(fact.sentence()).isEqualTo("latency-p95 = 0.9s (bound < 500ms)");
        });
    }

    @Test
    void holdsWhenItHoldsBeforeTheLastFailure() {
        world.gives(Given.LATENCY, 0.9);
        requested();
        preflight(1);
        world.pass(Duration.ofSeconds(3));
        world.gives(Given.LATENCY, 0.1);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.story.events(Fact.ChecksJudged.class))
                .extracting(Fact.ChecksJudged::result)
                .containsExactly(StepResult.SUCCEEDED);
    }

    @Test
    void takesASourceThatDoesNotAnswerForOneThatDoesNotHold() {
        requested();
        preflight(1);
        world.pass(Duration.ofSeconds(6));
        assertThat(world.story.events(Fact.ChecksJudged.class)).singleElement().satisfies(fact -> {
            assertThat(fact.result()).isEqualTo(StepResult.FAILED);
            assertThat(fact.sentence()).contains("no data (bound < 500ms): no answer within 2s");
        });
    }

    @Test
    void neverTakesNoDataForGood() {
        world.answers.put(Given.LATENCY, new Sample.NoData("no series"));
        requested();
        preflight(1);
        world.pass(Duration.ofSeconds(6));
        assertThat(world.story.events(Fact.ChecksJudged.class))
                .extracting(Fact.ChecksJudged::result)
                .containsExactly(StepResult.FAILED);
    }

    @Test
    void judgesTheNextAttemptAnew() {
        world.gives(Given.LATENCY, 0.9);
        requested();
        preflight(1);
        world.pass(Duration.ofSeconds(4));
        world.tell(new Lifecycle.StepEnded(Given.ID, PREFLIGHT, 1, StepResult.FAILED, "no"));
        world.gives(Given.LATENCY, 0.1);
        preflight(2);
        assertThat(world.story.events(Fact.ChecksJudged.class))
                .extracting(Fact.ChecksJudged::result)
                .containsExactly(StepResult.FAILED, StepResult.SUCCEEDED);
    }

    @Test
    void anHeirJudgesWhatIsUnderWay() {
        requested();
        preflight(1);
        world.lose();
        world.gives(Given.LATENCY, 0.1);
        world.pass(Duration.ofSeconds(10));
        assertThat(world.appends).isEmpty();

        world.takeOver();

        assertThat(world.story.events(Fact.ChecksJudged.class))
                .extracting(Fact.ChecksJudged::result)
                .containsExactly(StepResult.SUCCEEDED);
    }

    @Test
    void saysItAgainWhenTheBrokerIsBack() {
        world.brokerTakes = false;
        world.gives(Given.LATENCY, 0.1);
        requested();
        preflight(1);
        world.gives(Given.LATENCY, 0.9);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.story.events(Fact.ChecksJudged.class)).isEmpty();
        world.brokerTakes = true;
        world.pass(Duration.ofSeconds(1));
        assertThat(world.story.events(Fact.ChecksJudged.class))
                .extracting(Fact.ChecksJudged::result)
                .containsExactly(StepResult.SUCCEEDED);
    }
}
