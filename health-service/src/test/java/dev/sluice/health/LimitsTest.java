package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.StageEvaluated.Kind;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.EventId;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Longer than 300 lines because each limit is told as a story of its own.
 *
 * <p>What a plan may say of single checks and triggers. The latency is asked for every 10 s by checks, every second by
 * triggers.
 */
class LimitsTest {
    private final World world = new World();

    private static Plan checked(String ofLatency) {
        return Given.plan("""
                validation: {every: 10s, failureLimit: 100, checks: [{metric: error-rate, expect: "< 0.1%%"}, \
                {metric: latency-p95, expect: "< 500ms", %s}]}
                triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%%"}]}
                """.formatted(ofLatency));
    }

    private static Plan scored(String score, String ofErrors, String ofLatency) {
        return Given.plan("""
                validation: {every: 10s, passScore: %s, checks: [{metric: error-rate, expect: "< 0.1%%", %s}, \
                {metric: latency-p95, expect: "< 500ms", %s}]}
                triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%%"}]}
                """.formatted(score, ofErrors, ofLatency));
    }

    private static Plan triggered(String ofLatency) {
        return Given.plan("""
                validation: {every: 10s, checks: [{metric: error-rate, expect: "< 0.1%%"}]}
                triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%%"}, \
                {metric: latency-p95, when: "> 1s", %s}]}
                """.formatted(ofLatency));
    }

    private void observing(Plan plan) {
        world.pushes("5.1", "0.01%");
        world.observing(plan);
    }

    /** The latency in this second and the next ones. */
    private void latency(double value, int seconds) {
        for (int i = 0; i < seconds; i++) {
            world.gives(Given.LATENCY, value);
            world.pushes("5.1", "0.01%");
            world.pass(Duration.ofSeconds(1));
        }
    }

    private List<String> failed() {
        return world.story.events(Fact.ValidationFailed.class).stream()
                .map(fact -> fact.reaction() + " " + fact.limit().orElse(fact.failures() + ""))
                .toList();
    }

    private List<String> breached() {
        return world.story.events(Fact.MetricsBreached.class).stream()
                .map(fact -> fact.reading().sentence())
                .toList();
    }

    private Verdict verdict() {
        return world.evaluations(Kind.VALIDATION).getLast().verdict();
    }

    @Test
    void aCheckHasItsOwnLimitOfFailuresInARow() {
        world.gives(Given.LATENCY, 0.9);
        observing(checked("failureLimit: 2"));
        latency(0.9, 11);
        assertThat(failed()).containsExactly("ALERT 1", "ROLLBACK latency-p95 failed 2 times in a row");
    }

    @Test
    void andOneOfFailuresInTheStage() {
        world.gives(Given.LATENCY, 0.9);
        observing(checked("totalFailureLimit: 2"));
        latency(0.1, 11);
        assertThat(failed()).containsExactly("ALERT 1");
        latency(0.9, 10);
        assertThat(failed()).containsExactly("ALERT 1", "ROLLBACK latency-p95 failed 2 times in this stage");
    }

    @Test
    void whatCountsForTheStageGoesOnAfterAResume() {
        world.gives(Given.LATENCY, 0.9);
        observing(checked("totalFailureLimit: 2"));
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        world.gives(Given.LATENCY, 0.1);
        world.tell(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, new EventId("c1")));
        assertThat(failed()).containsExactly("ALERT 1");
        latency(0.9, 10);
        assertThat(failed()).containsExactly("ALERT 1", "ROLLBACK latency-p95 failed 2 times in this stage");
    }

    @Test
    void andOneOfEvaluationsThatKnowNothing() {
        world.answers.put(Given.LATENCY, new Sample.NoData("no series"));
        observing(checked("inconclusiveLimit: 3, errorLimit: 2"));
        world.pass(Duration.ofSeconds(19));
        assertThat(failed()).isEmpty();
        world.pass(Duration.ofSeconds(1));
        assertThat(failed()).containsExactly("ROLLBACK latency-p95 was not known 3 times in a row");
    }

    @Test
    void andOneOfEvaluationsWhoseSourceFails() {
        world.answers.put(Given.LATENCY, new Sample.Failed("answered 500"));
        observing(checked("inconclusiveLimit: 3, errorLimit: 2"));
        world.pass(Duration.ofSeconds(10));
        assertThat(failed()).containsExactly("ROLLBACK latency-p95 could not be read 2 times in a row");
    }

    @Test
    void samplesOfAnotherMetricUseUpNoLimit() {
        world.answers.put(Given.LATENCY, new Sample.Failed("answered 500"));
        observing(checked("inconclusiveLimit: 3, errorLimit: 3"));
        for (int i = 0; i < 38; i++) {
            world.pass(Duration.ofMillis(500));
            world.pushes("5.1", "0.01%");
        }
        assertThat(failed()).as("two evaluations of the period in 19 s").isEmpty();
        for (int i = 0; i < 3; i++) {
            world.pass(Duration.ofMillis(500));
            world.pushes("5.1", "0.01%");
        }
        assertThat(failed())
                .as("and a stream puts none off")
                .containsExactly("ROLLBACK latency-p95 could not be read 3 times in a row");
    }

    @Test
    void anHeirKnowsThatALimitWasReached() {
        world.answers.put(Given.LATENCY, new Sample.Failed("answered 500"));
        observing(checked("errorLimit: 1"));
        assertThat(failed()).hasSize(1);
        world.takeOver();
        world.pass(Duration.ofSeconds(5));
        assertThat(failed()).hasSize(1);
    }

    @Test
    void aCheckCountsOnceItIsWarm() {
        world.gives(Given.LATENCY, 0.9);
        observing(checked("warmUp: 30s, failureLimit: 1"));
        latency(0.9, 29);
        assertThat(failed()).isEmpty();
        assertThat(verdict()).as("warming up is not healthy either").isEqualTo(Verdict.UNKNOWN);
        latency(0.9, 2);
        assertThat(failed()).hasSize(1);
    }

    @Test
    void aDryRunIsShownAndOfNoConsequence() {
        world.gives(Given.LATENCY, 0.9);
        observing(checked("dryRun: true, failureLimit: 1"));
        latency(0.9, 61);
        assertThat(failed()).isEmpty();
        assertThat(world.story.events(Fact.StageValidated.class))
                .singleElement()
                .satisfies(fact -> assertThat(fact.readings().getLast().sentence())
                        .isEqualTo("latency-p95 = 0.9s (bound < 500ms): dry run"));
    }

    @Test
    void aScoreIsReachedByTheWeightsOfWhatHolds() {
        world.gives(Given.LATENCY, 0.9);
        observing(scored("75%", "weight: 3", "weight: 1"));
        latency(0.9, 11);
        assertThat(verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aLimitActsAtOnceThoughTheScoreIsReached() {
        world.gives(Given.LATENCY, 0.9);
        observing(scored("75%", "weight: 3", "weight: 1, failureLimit: 2"));
        assertThat(failed()).isEmpty();
        latency(0.9, 11);
        assertThat(verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(failed()).containsExactly("ROLLBACK latency-p95 failed 2 times in a row");
        latency(0.9, 60);
        assertThat(world.story.events(Fact.StageValidated.class)).isEmpty();
    }

    @Test
    void andNotWhereWhatFailedLeavesLess() {
        world.gives(Given.LATENCY, 0.9);
        observing(scored("76%", "weight: 3", "weight: 1"));
        assertThat(verdict()).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void whatIsNotKnownIsNoPartOfTheScore() {
        world.answers.put(Given.LATENCY, new Sample.NoData("no series"));
        observing(scored("50%", "weight: 1", "weight: 3"));
        assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aCriticalCheckMustHoldWhateverTheScore() {
        world.gives(Given.LATENCY, 0.9);
        observing(scored("50%", "weight: 3", "critical: true"));
        assertThat(verdict()).isEqualTo(Verdict.UNHEALTHY);
        world.answers.put(Given.LATENCY, new Sample.NoData("no series"));
        world.pass(Duration.ofSeconds(10));
        assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aTriggerCountsItsBreachesInAStage() {
        world.gives(Given.LATENCY, 0.1);
        observing(triggered("consecutive: 10, total: 3"));
        latency(2, 1);
        latency(0.1, 2);
        latency(2, 1);
        latency(0.1, 2);
        assertThat(breached()).isEmpty();
        latency(2, 2);
        assertThat(breached()).hasSize(1);
        latency(0.1, 5);
        assertThat(world.story.events(Fact.HealthRecovered.class))
                .as("the stage has had too many, and keeps them")
                .isEmpty();
    }

    @Test
    void aSourceThatHangsIsABreachOfItsOwnAfterItsLimit() {
        observing(triggered("silentAfter: 5s, reaction: pause"));
        world.pass(Duration.ofMillis(4_999));
        assertThat(breached()).isEmpty();
        world.pass(Duration.ofMillis(1));
        assertThat(breached()).containsExactly("latency-p95 = no data (bound > 1s): not known for 5s: no answer");
    }

    @Test
    void soIsOneThatFailsUntilItAnswersAgain() {
        world.gives(Given.LATENCY, 0.1);
        observing(triggered("silentAfter: 5s, reaction: alert"));
        world.answers.put(Given.LATENCY, new Sample.Failed("answered 500"));
        world.pass(Duration.ofSeconds(5));
        assertThat(breached()).containsExactly("latency-p95 = no data (bound > 1s): not known for 5s: answered 500");
        latency(0.1, 2);
        assertThat(world.story.events(Fact.HealthRecovered.class)).hasSize(1);
        world.answers.put(Given.LATENCY, new Sample.Failed("answered 500"));
        world.pass(Duration.ofSeconds(7));
        assertThat(breached()).as("and again").hasSize(2);
    }

    @Test
    void aSilenceIsToldAgainWhenTheRolloutIsResumedInIt() {
        observing(triggered("silentAfter: 5s, reaction: pause"));
        world.pass(Duration.ofSeconds(5));
        assertThat(breached()).hasSize(1);
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        world.tell(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, new EventId("c1")));
        world.pass(Duration.ofSeconds(7));
        assertThat(breached()).hasSize(2).last().asString().endsWith(": no answer");
    }

    @Test
    void aTriggerCountsOnceItIsWarm() {
        world.gives(Given.LATENCY, 2);
        observing(triggered("warmUp: 10s, silentAfter: 1s"));
        latency(2, 9);
        assertThat(breached()).isEmpty();
        assertThat(world.evaluations(Kind.TRIGGERS).getLast().verdict()).isEqualTo(Verdict.HEALTHY);
        latency(2, 2);
        assertThat(breached()).hasSize(1);
    }

    @Test
    void aSourceThatFailsInAWarmUpIsNotKnownToBeWell() {
        world.answers.put(Given.LATENCY, new Sample.Failed("answered 500"));
        observing(triggered("warmUp: 30s"));
        world.pass(Duration.ofSeconds(15));
        assertThat(world.evaluations(Kind.TRIGGERS).getLast().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aTriggerInADryRunIsShownAndOfNoConsequence() {
        world.gives(Given.LATENCY, 2);
        observing(triggered("dryRun: true"));
        latency(2, 3);
        assertThat(breached()).isEmpty();
        assertThat(world.evaluations(Kind.TRIGGERS).getLast().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(world.evaluations(Kind.TRIGGERS)
                        .getLast()
                        .readings()
                        .getLast()
                        .sentence())
                .startsWith("latency-p95 = 2s (bound > 1s)");
    }

    @Test
    void aSourceThatHangsDelaysTheFailureOfNoOther() {
        world.pushes("5.1", "0.5%");
        world.observing(checked("weight: 1"));
        world.pass(Duration.ofMillis(499));
        assertThat(failed()).isEmpty();
        world.pass(Duration.ofMillis(1));
        assertThat(failed()).containsExactly("ALERT 1");
        assertThat(world.evaluations(Kind.VALIDATION)).singleElement().satisfies(evaluation -> assertThat(
                        evaluation.readings())
                .extracting(MetricReading::detail)
                .containsExactly(Optional.empty(), Optional.of("no answer so far")));
        world.pass(Duration.ofSeconds(20));
        assertThat(world.asked.get(Given.LATENCY)).isEqualTo(1);
    }

    @Test
    void norTheVerdictThatItCanNotChange() {
        observing(scored("50%", "weight: 1", "weight: 1"));
        world.pass(Duration.ofSeconds(59));
        world.pushes("5.1", "0.01%");
        world.pass(Duration.ofMillis(1_499));
        assertThat(world.story.events(Fact.StageValidated.class)).isEmpty();
        world.pass(Duration.ofMillis(1));
        assertThat(world.story.events(Fact.StageValidated.class)).hasSize(1);
    }

    @Test
    void butWithoutACriticalOneThereIsNoVerdict() {
        observing(scored("50%", "weight: 1", "critical: true"));
        world.pass(Duration.ofSeconds(70));
        world.pushes("5.1", "0.01%");
        world.pass(Duration.ofSeconds(10));
        assertThat(world.appends).isEmpty();
        assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aLimitIsReachedThoughACriticalOneHangs() {
        world.pushes("5.1", "0.5%");
        world.observing(scored("20%", "weight: 1, failureLimit: 2", "critical: true"));
        assertThat(failed()).isEmpty();
        world.pass(Duration.ofSeconds(9));
        world.pushes("5.1", "0.5%");
        world.pass(Duration.ofMillis(1_500));
        assertThat(failed()).containsExactly("ROLLBACK error-rate failed 2 times in a row");
    }

    @Test
    void oneEvaluationIsOneFailureHoweverItsAnswersCome() {
        world.gives(Given.LATENCY, 0.9);
        world.pushes("5.1", "0.5%");
        world.observing(checked("weight: 1"));
        assertThat(world.evaluations(Kind.VALIDATION)).singleElement().satisfies(evaluation -> assertThat(
                        evaluation.readings())
                .allSatisfy(reading -> assertThat(reading.outcome()).isEqualTo(MetricReading.Outcome.NOT_HELD)));
        assertThat(failed()).containsExactly("ALERT 1");
    }
}
