package dev.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.plan.Check;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.story.Watch;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.health.Given;
import dev.sluice.health.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwedTest {
    private final Story story = Story.observing(Given.plan(), Given.START);

    private static MetricReading reading(Outcome outcome, int second) {
        return new MetricReading(
                Given.ERRORS,
                "errors",
                OptionalDouble.of(0.02),
                "ratio",
                "> 1%",
                outcome,
                Optional.empty(),
                Optional.of(Given.START.plusSeconds(second)));
    }

    private static TriggerMemory memory(long of, int inARow, Outcome outcome) {
        MetricReading reading = reading(outcome, 0);
        return new TriggerMemory(
                inARow,
                Seen.NONE.with(reading.sampledAt().orElseThrow()),
                Optional.of(new TriggerMemory.Decided(of, Given.START.plusSeconds(9), reading)),
                Optional.of(reading),
                OptionalLong.of(0),
                OptionalLong.of(0),
                0,
                outcome == Outcome.HELD ? inARow : 0,
                false);
    }

    private List<Fact> owed(Map<Name, TriggerMemory> triggers, Optional<ValidationMemory> validation) {
        return Owed.of(story.state(), triggers, validation, Optional.empty()).stream()
                .map(Owed::fact)
                .toList();
    }

    private List<Fact> owed(TriggerMemory memory) {
        return owed(Map.of(Given.ERRORS, memory), Optional.empty());
    }

    private static Watch watch(TargetState state) {
        return state.open().orElseThrow().observing().orElseThrow().watch();
    }

    /** What is owed after each of these evaluations, if each fact is read back at once. */
    private List<String> told(Plan plan, List<Evaluated> evaluations) {
        List<String> told = new ArrayList<>();
        Story telling = Story.observing(plan, Given.START);
        ValidationMemory memory =
                ValidationMemory.from(watch(telling.state()), plan.validation(), List.of(), List.of());
        for (Evaluated evaluated : evaluations) {
            memory = ValidationJudge.judge(memory, evaluated.judged(), Weight.FULL, evaluated.due(), false);
            List<Owed> owed = Owed.of(telling.state(), Map.of(), Optional.of(memory), Optional.empty());
            for (Owed one : owed) {
                telling.tell(one.fact(), Given.START);
                if (one.topic() instanceof Owed.Topic.Stage stage) {
                    memory = memory.told(stage.run(), stage.told());
                }
            }
            told.add(owed.stream().map(one -> word(one.fact())).reduce("", String::concat));
        }
        return told;
    }

    private static String word(Fact fact) {
        return switch (fact) {
            case Fact.StageValidated f -> "validated";
            case Fact.ValidationFailed f -> "failed " + f.failures() + " " + f.reaction();
            default -> fact.toString();
        };
    }

    private record Evaluated(List<MetricReading> readings, boolean due) {
        List<Judged> judged() {
            Check check = new Check(Given.ERRORS, Condition.parse("< 0.1%"));
            return readings.stream()
                    .map(reading -> new Judged(check, reading, false, true))
                    .toList();
        }
    }

    private static Evaluated good() {
        return new Evaluated(List.of(reading(Outcome.HELD, 0), reading(Outcome.HELD, 0)), false);
    }

    private static Evaluated goodAtDue() {
        return new Evaluated(List.of(reading(Outcome.HELD, 0), reading(Outcome.HELD, 0)), true);
    }

    private static Evaluated bad(int second) {
        return new Evaluated(List.of(reading(Outcome.HELD, 0), reading(Outcome.NOT_HELD, second)), true);
    }

    private static Evaluated unknown() {
        return new Evaluated(List.of(reading(Outcome.HELD, 0), reading(Outcome.UNKNOWN, 0)), true);
    }

    private static Plan failing(int limit, String onLimit) {
        return Given.plan("""
                validation: {failureLimit: %d, onLimit: %s, checks: [{metric: error-rate, expect: "< 0.1%%"}]}
                triggers: {list: [{metric: error-rate, when: "> 1%%"}]}
                """.formatted(limit, onLimit));
    }

    @Test
    void validatesOnlyAtOrAfterTheDueTimeAndOnce() {
        assertThat(told(failing(3, "rollback"), List.of(good(), unknown(), good(), goodAtDue(), goodAtDue())))
                .containsExactly("", "", "", "validated", "");
    }

    @Test
    void tellsAFailureOnceAndAgainAtTheLimit() {
        assertThat(told(failing(3, "rollback"), List.of(bad(1), bad(2), bad(3), bad(4))))
                .containsExactly("failed 1 ALERT", "", "failed 3 ROLLBACK", "");
        assertThat(told(failing(2, "hold"), List.of(bad(1), bad(2))))
                .containsExactly("failed 1 ALERT", "failed 2 ALERT");
        assertThat(told(failing(1, "rollback"), List.of(bad(1), bad(2)))).containsExactly("failed 1 ROLLBACK", "");
    }

    @Test
    void countsFailuresOverDistinctSamples() {
        assertThat(told(failing(2, "rollback"), List.of(bad(1), bad(1), bad(1), bad(2))))
                .containsExactly("failed 1 ALERT", "", "", "failed 2 ROLLBACK");
    }

    @Test
    void takesUnknownForNeitherHealthNorFailure() {
        assertThat(told(failing(2, "rollback"), List.of(unknown(), unknown(), bad(1), unknown(), bad(2))))
                .containsExactly("", "", "failed 1 ALERT", "", "failed 2 ROLLBACK");
    }

    @Test
    void tellsANewRunOfFailures() {
        assertThat(told(failing(3, "rollback"), List.of(bad(1), good(), bad(2), goodAtDue(), bad(3), goodAtDue())))
                .containsExactly("failed 1 ALERT", "", "failed 1 ALERT", "validated", "failed 1 ALERT", "validated");
    }

    @Test
    void goesOnWhereTheJournalLeftOff() {
        Plan plan = failing(3, "rollback");
        Story telling = Story.observing(plan, Given.START);
        telling.tell(
                new Fact.ValidationFailed(Given.ID, watch(telling.state()).of(), 0, 1, 1, Reaction.ALERT, List.of()),
                Given.START);
        ValidationMemory memory =
                ValidationMemory.from(watch(telling.state()), plan.validation(), List.of(), List.of());
        ValidationMemory again = ValidationJudge.judge(memory, bad(1).judged(), Weight.FULL, false, false);
        assertThat(Owed.of(telling.state(), Map.of(), Optional.of(again), Optional.empty()))
                .isEmpty();
        ValidationMemory third = ValidationJudge.judge(again, bad(2).judged(), Weight.FULL, false, false);
        assertThat(Owed.of(telling.state(), Map.of(), Optional.of(third), Optional.empty()))
                .extracting(owed -> word(owed.fact()))
                .containsExactly("failed 3 ROLLBACK");
    }

    @Test
    void owesABreachThatTheJournalDoesNotHold() {
        long of = watch(story.state()).of();
        List<Fact> facts = owed(memory(of, 1, Outcome.HELD));
        assertThat(facts).singleElement().isInstanceOfSatisfying(Fact.MetricsBreached.class, breach -> {
            assertThat(breach.of()).isEqualTo(of);
            assertThat(breach.occurrence()).isEqualTo(1);
            assertThat(breach.reaction()).isEqualTo(Reaction.ROLLBACK);
            assertThat(breach.readAt()).isEqualTo(Given.START.plusSeconds(9));
        });
        facts.forEach(fact -> story.tell(fact, Given.START));
        assertThat(owed(memory(of, 2, Outcome.HELD)))
                .as("it stands in the journal")
                .isEmpty();
    }

    @Test
    void owesARecoveryOfWhatTheJournalHolds() {
        long of = watch(story.state()).of();
        assertThat(owed(memory(of, 0, Outcome.NOT_HELD))).isEmpty();
        owed(memory(of, 1, Outcome.HELD)).forEach(fact -> story.tell(fact, Given.START));
        List<Fact> facts = owed(memory(of, 0, Outcome.NOT_HELD));
        assertThat(facts).singleElement().isInstanceOfSatisfying(Fact.HealthRecovered.class, fact -> assertThat(
                        fact.occurrence())
                .isEqualTo(2));
    }

    @Test
    void owesABreachAgainAfterAResumeOnceItWasSeenAgain() {
        long of = watch(story.state()).of();
        owed(memory(of, 1, Outcome.HELD)).forEach(fact -> story.tell(fact, Given.START));
        story.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()), Given.START);
        story.tell(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, new EventId("c1")), Given.START);
        long resumed = watch(story.state()).of();
        assertThat(resumed).isGreaterThan(of);
        assertThat(owed(memory(of, 1, Outcome.HELD))).as("not seen since").isEmpty();
        assertThat(owed(memory(resumed, 1, Outcome.HELD))).singleElement().isInstanceOf(Fact.MetricsBreached.class);
    }

    @Test
    void owesNothingOnTheWayBack() {
        long of = watch(story.state()).of();
        story.tell(new Fact.RollbackRequested(Given.ID, of, "human", Given.ANA), Given.START);
        assertThat(owed(memory(of, 1, Outcome.HELD))).isEmpty();
        assertThat(Exposure.of(story.state())).isEmpty();
    }

    @Test
    void watchesOnBetweenTwoStages() {
        story.tell(new Lifecycle.StageCompleted(Given.ID, 0), Given.START);
        Exposure between = Exposure.of(story.state()).orElseThrow();
        assertThat(between.watch()).isEmpty();
        assertThat(between.of()).isEqualTo(story.state().gate().version());
        assertThat(owed(memory(between.of(), 1, Outcome.HELD)))
                .singleElement()
                .isInstanceOf(Fact.MetricsBreached.class);
    }

    @Test
    void watchesNothingBeforeTheFirstSwitch() {
        Story early = new Story();
        Given.observing(Given.plan()).stream().limit(3).forEach(event -> early.tell(event, Given.START));
        assertThat(Exposure.of(early.state())).isEmpty();
    }
}
