package dev.sluice.events.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.InMemoryJournal;
import dev.sluice.events.Plans;
import dev.sluice.events.Samples;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Step;
import dev.sluice.events.story.Fold.Fate;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the journal may say that a step was begun, and what its end does to the stage that it runs beside. */
class StepFoldTest {
    private static final Target TARGET = Samples.TARGET;
    private static final RolloutId ID = Samples.ROLLOUT;
    private static final Name MIGRATE = new Name("migrate");
    private static final Name LOAD = new Name("load");
    private static final Name TELL = new Name("tell");
    private static final Plan PLAN = Plans.read(Plans.SMALLEST + """
            stages: [{name: canary, weight: 5%, duration: 10m}, {name: all, weight: 100%, duration: 10m}]
            steps:
              - {name: migrate, before: canary, run: {type: http, url: "http://h/m"}}
              - {name: load, during: canary, run: {type: http, url: "http://h/l"}}
              - {name: tell, onRollback: true, run: {type: http, url: "http://h/t"}}
            """);
    private final InMemoryJournal journal = new InMemoryJournal();

    private Fold.Step append(Lifecycle event) {
        return journal.append(TARGET, event);
    }

    private void accepted(Lifecycle... events) {
        for (Lifecycle event : events) {
            Fold.Step step = append(event);
            assertThat(step.problem()).as("%s", event).isEmpty();
            assertThat(step.fate()).isEqualTo(Fate.ACCEPTED);
        }
    }

    private void observing() {
        accepted(
                new Lifecycle.RolloutRequested(ID, Samples.KEY, Samples.ANN, PLAN),
                new Lifecycle.RolloutStarted(ID),
                started(MIGRATE),
                ended(MIGRATE, StepResult.SUCCEEDED),
                new Lifecycle.StageStarted(ID, 0, new Name("canary"), Weight.percent(5)),
                new Lifecycle.TrafficSwitched(ID, 0, Weight.percent(5), List.of(), 10));
    }

    private void restored() {
        observing();
        accepted(
                new Lifecycle.RestoreStarted(ID, RestoreCause.ABORT, Samples.ANN, Samples.COMMAND),
                new Lifecycle.TrafficRestored(ID, List.of(), 10));
    }

    private static Lifecycle started(Name step) {
        return new Lifecycle.StepStarted(ID, step, 1);
    }

    private static Lifecycle ended(Name step, StepResult result) {
        return new Lifecycle.StepEnded(ID, step, 1, result, "so it is");
    }

    private RolloutState rollout() {
        return journal.state(TARGET).open().orElseThrow();
    }

    @Test
    void beginningAStepOfAStageWhileItIsWatchedIsAccepted() {
        observing();
        assertThat(rollout().dueStep()).map(Step::name).contains(LOAD);

        accepted(started(LOAD), ended(LOAD, StepResult.SUCCEEDED));

        assertThat(rollout().dueStep()).isEmpty();
        assertThat(rollout().phase()).isInstanceOf(Phase.Observing.class);
    }

    @Test
    void aStepThatEndsTakesTheVerdictWithItAndNoFailure() {
        observing();
        accepted(started(LOAD));
        long of = rollout().observing().orElseThrow().watch().of();
        journal.append(TARGET, new Fact.StageValidated(ID, of, 0, 1, List.of()));
        assertThat(rollout().observing().orElseThrow().watch().validated()).isTrue();

        accepted(ended(LOAD, StepResult.SUCCEEDED));

        Watch watch = rollout().observing().orElseThrow().watch();
        assertThat(watch.validated()).isFalse();
        assertThat(watch.of()).isEqualTo(of);
        journal.append(TARGET, new Fact.StageValidated(ID, of, 0, 2, List.of()));
        assertThat(rollout().observing().orElseThrow().watch().validated())
                .as("was on its way when the step ended")
                .isFalse();
        journal.append(TARGET, new Fact.StageValidated(ID, watch.judgedOf(), 0, 3, List.of()));
        assertThat(rollout().observing().orElseThrow().watch().validated()).isTrue();
    }

    @Test
    void aThawTakesTheVerdictThatWasSaidBeforeIt() {
        observing();
        long of = rollout().observing().orElseThrow().watch().of();
        journal.append(TARGET, new Fact.StageValidated(ID, of, 0, 1, List.of()));

        accepted(
                new Lifecycle.TargetFrozen(Samples.ANN, Samples.COMMAND),
                new Lifecycle.TargetThawed(Samples.ANN, Samples.COMMAND));

        Watch watch = rollout().observing().orElseThrow().watch();
        assertThat(watch.validated()).isFalse();
        assertThat(watch.judgedOf()).isGreaterThan(of);
    }

    @Test
    void whatWasDecidedBeforeARollbackAndWrittenAfterItIsVoid() {
        observing();
        journal.append(TARGET, new Fact.RollbackRequested(ID, 1, "error-rate", new Requester("health-service", "bad")));

        assertThat(append(started(LOAD)).fate()).isEqualTo(Fate.ACCEPTED);

        assertThat(rollout().step(LOAD)).isEmpty();
        assertThat(rollout().phase()).isInstanceOf(Phase.Restoring.class);
        assertThat(rollout().dueStep()).isEmpty();
    }

    @Test
    void onceStableHasEverythingTheStepsOfTheWayBackAreDue() {
        restored();
        assertThat(rollout().dueStep()).map(Step::name).contains(TELL);

        accepted(started(TELL));
        assertThat(rollout().step(TELL)).map(StepStory::running).contains(true);
        accepted(ended(TELL, StepResult.FAILED));

        assertThat(rollout().dueStep()).isEmpty();
        assertThat(rollout().phase()).isInstanceOf(Phase.Restored.class);
    }

    @Test
    void aStepInAPlaceOfAnotherPhaseCanNotBe() {
        observing();
        assertThat(append(started(TELL)).fate()).isEqualTo(Fate.POISON);
        assertThat(append(started(MIGRATE)).fate()).isEqualTo(Fate.POISON);
    }
}
