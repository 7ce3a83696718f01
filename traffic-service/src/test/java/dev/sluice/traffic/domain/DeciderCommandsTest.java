package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ANN;
import static dev.sluice.traffic.Samples.KEY;
import static dev.sluice.traffic.Samples.OTHER;
import static dev.sluice.traffic.Samples.OTHER_KEY;
import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.plan;
import static dev.sluice.traffic.Samples.requested;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.traffic.Samples;
import dev.sluice.traffic.Story;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeciderCommandsTest {
    private static final String QUEUE = "onConflict: queue";
    private static final String SUPERSEDE = "onConflict: supersede";

    /** What each command does in each phase; small letters are the code of a refusal. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            REQUESTED | RolloutPaused   | not-now         | not-now         | not-now         | RolloutAborted  | RolloutAborted
            READY     | RolloutPaused   | not-now         | not-now         | not-now         | RolloutAborted  | RolloutAborted
            SHIFTING  | RolloutPaused   | not-now         | not-now         | not-now         | RestoreStarted  | RestoreStarted
            OBSERVING | RolloutPaused   | not-now         | GateOpened      | PromotedFully   | RestoreStarted  | RestoreStarted
            BETWEEN   | RolloutPaused   | not-now         | not-now         | not-now         | RestoreStarted  | RestoreStarted
            PAUSED    | not-now         | RolloutResumed  | not-now         | not-now         | RestoreStarted  | RestoreStarted
            HELD      | RolloutPaused   | not-now         | GateOpened      | PromotedFully   | RestoreStarted  | RestoreStarted
            FAILING   | not-now         | not-now         | not-now         | not-now         | not-now         | RestoreStarted
            ABORTING  | not-now         | not-now         | not-now         | not-now         | not-now         | RestoreStarted
            RESTORING | not-now         | not-now         | not-now         | not-now         | not-now         | RestoreStarted
            RESTORED  | not-now         | not-now         | not-now         | not-now         | not-now         | RestoreStarted
            COMPLETED | not-now         | not-now         | not-now         | not-now         | not-now         | not-now
            ABORTED   | not-now         | not-now         | not-now         | not-now         | not-now         | not-now
            """)
    void aCommandInEachPhase(
            Moment moment, String pause, String resume, String promote, String full, String abort, String rollback) {
        assertThat(answer(moment, new Command.Pause(ROLLOUT, ANN))).isEqualTo(pause);
        assertThat(answer(moment, new Command.Resume(ROLLOUT, ANN))).isEqualTo(resume);
        assertThat(answer(moment, new Command.Promote(ROLLOUT, false, ANN))).isEqualTo(promote);
        assertThat(answer(moment, new Command.Promote(ROLLOUT, true, ANN))).isEqualTo(full);
        assertThat(answer(moment, new Command.Abort(ROLLOUT, ANN))).isEqualTo(abort);
        assertThat(answer(moment, new Command.RollBack(ROLLOUT, ANN))).isEqualTo(rollback);
    }

    /** What another start of the target does in each phase, by its onConflict. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            REQUESTED | target-busy      | RolloutQueued    | RolloutQueued RolloutAborted
            READY     | target-busy      | RolloutQueued    | RolloutQueued RolloutAborted
            SHIFTING  | target-busy      | RolloutQueued    | RolloutQueued RestoreStarted
            OBSERVING | target-busy      | RolloutQueued    | RolloutQueued RestoreStarted
            BETWEEN   | target-busy      | RolloutQueued    | RolloutQueued RestoreStarted
            PAUSED    | target-busy      | RolloutQueued    | RolloutQueued RestoreStarted
            HELD      | target-busy      | RolloutQueued    | RolloutQueued RestoreStarted
            FAILING   | target-busy      | RolloutQueued    | RolloutQueued
            ABORTING  | target-busy      | RolloutQueued    | RolloutQueued
            RESTORING | target-busy      | RolloutQueued    | RolloutQueued
            RESTORED  | target-busy      | RolloutQueued    | RolloutQueued
            COMPLETED | RolloutRequested | RolloutRequested | RolloutRequested
            ABORTED   | RolloutRequested | RolloutRequested | RolloutRequested
            """)
    void anotherStartInEachPhase(Moment moment, String refuse, String queue, String supersede) {
        assertThat(answer(moment, new Command.Start(OTHER_KEY, plan(), ANN))).isEqualTo(refuse);
        assertThat(answer(moment, new Command.Start(OTHER_KEY, plan(QUEUE), ANN)))
                .isEqualTo(queue);
        assertThat(answer(moment, new Command.Start(OTHER_KEY, plan(SUPERSEDE), ANN)))
                .isEqualTo(supersede);
    }

    private static String answer(Moment moment, Command command) {
        return moment.story().when(command).decided().stream()
                .map(DeciderCommandsTest::word)
                .collect(Collectors.joining(" "));
    }

    private static String word(Lifecycle event) {
        return event instanceof Lifecycle.CommandRefused refused
                ? new ObjectMapper().convertValue(refused.code(), String.class)
                : event.getClass().getSimpleName();
    }

    @Test
    void aStartOnAFreeTargetIsRequested() {
        Story.given().when(start()).then(requested(plan()));
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void theSameStartAgainIsOneRolloutInEveryPhase(Moment moment) {
        moment.story().when(start()).thenNothing();
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aKeyThatStartedAnotherPlanIsRefused(Moment moment) {
        moment.story().when(new Command.Start(KEY, plan("speedup: 60x"), ANN)).thenRefused(RefusalCode.KEY_REUSED);
    }

    @Test
    void aRolloutThatDoesNotExistIsRefusedByName() {
        RolloutId unknown = RolloutId.of(Samples.TARGET, new StartKey("never"));
        Moment.OBSERVING.story().when(new Command.Pause(unknown, ANN)).thenRefused(RefusalCode.NO_SUCH_ROLLOUT);
        Story.given().when(new Command.Abort(unknown, ANN)).thenRefused(RefusalCode.NO_SUCH_ROLLOUT);
    }

    @Test
    void aRolloutThatWaitsCantBeSteeredYet() {
        Story waiting = Moment.OBSERVING.story().when(otherStart(plan(QUEUE))).then(Lifecycle.RolloutQueued.class);
        waiting.when(new Command.Pause(OTHER, ANN)).thenRefused(RefusalCode.NOT_NOW);
    }

    @Test
    void aRolloutThatWaitsIsWithdrawnByAnAbort() {
        Story waiting = Moment.OBSERVING.story().when(otherStart(plan(QUEUE))).then(Lifecycle.RolloutQueued.class);
        Input abort = new Input.Asked(Samples.command("c-1", new Command.Abort(OTHER, ANN)));
        waiting.when(abort).then(new Lifecycle.RolloutAborted(OTHER, ANN, Optional.of(new EventId("c-1"))));
        assertThat(waiting.state().queue()).isEmpty();
        assertThat(waiting.rollout().id()).isEqualTo(ROLLOUT);
        waiting.when(abort).thenNothing();
        waiting.when(new Command.Abort(OTHER, ANN)).thenRefused(RefusalCode.NO_SUCH_ROLLOUT);
    }

    @Test
    void anAbortBeforeAnythingMovedCarriesItsCommand() {
        Input abort = new Input.Asked(Samples.command("c-1", new Command.Abort(ROLLOUT, ANN)));
        Moment.READY
                .story()
                .when(abort)
                .then(new Lifecycle.RolloutAborted(ROLLOUT, ANN, Optional.of(new EventId("c-1"))))
                .when(abort)
                .thenNothing();
    }

    @Test
    void aCommandThatIsDeliveredAgainAfterItsAnswerChangesNothing() {
        Input again = new Input.Asked(Samples.command("c-1", new Command.Pause(ROLLOUT, ANN)));
        Moment.OBSERVING
                .story()
                .when(again)
                .then(Lifecycle.RolloutPaused.class)
                .when(again)
                .thenNothing();
        Input resume = new Input.Asked(Samples.command("c-2", new Command.Resume(ROLLOUT, ANN)));
        Moment.OBSERVING
                .story()
                .when(resume)
                .thenRefused(RefusalCode.NOT_NOW)
                .when(resume)
                .thenNothing();
    }

    @Test
    void aRefusedStartMaySucceedLaterWithTheSameKey() {
        Story story = Moment.OBSERVING.story().when(otherStart(plan())).thenRefused(RefusalCode.TARGET_BUSY);
        story.and(new Lifecycle.RestoreStarted(ROLLOUT, RestoreCause.ABORT, ANN, Moment.ID))
                .and(new Lifecycle.TrafficRestored(ROLLOUT, List.of(), 1))
                .untilQuiet()
                .when(otherStart(plan()))
                .then(new Lifecycle.RolloutRequested(OTHER, OTHER_KEY, ANN, plan()));
    }

    @Test
    void startsThatWaitBeginInTheirOrderWhenTheTargetIsFree() {
        StartKey third = new StartKey("pipeline-4713");
        Story story = Moment.OBSERVING
                .story()
                .when(otherStart(plan(QUEUE)))
                .then(Lifecycle.RolloutQueued.class)
                .when(new Command.Start(third, plan(QUEUE), ANN))
                .then(Lifecycle.RolloutQueued.class)
                .when(new Command.Abort(ROLLOUT, ANN))
                .then(Lifecycle.RestoreStarted.class)
                .looked()
                .thenNothing();
        story.when(Moment.restored())
                .then(Lifecycle.TrafficRestored.class)
                .looked()
                .then(Lifecycle.RolloutAborted.class)
                .looked()
                .then(new Lifecycle.RolloutRequested(OTHER, OTHER_KEY, ANN, plan(QUEUE)))
                .looked()
                .then(new Lifecycle.RolloutStarted(OTHER))
                .when(new Command.Abort(OTHER, ANN))
                .then(Lifecycle.RolloutAborted.class)
                .looked()
                .then(Lifecycle.RolloutRequested.class);
        assertThat(story.rollout().startKey()).isEqualTo(third);
        assertThat(story.state().queue()).isEmpty();
    }

    @Test
    void aFreeTargetWithAQueueQueuesOnSoThatNobodyJumpsIt() {
        Story story = Moment.OBSERVING.story().when(otherStart(plan(QUEUE))).then(Lifecycle.RolloutQueued.class);
        story.when(new Command.Abort(ROLLOUT, ANN)).then(Lifecycle.RestoreStarted.class);
        story.when(Moment.restored()).then(Lifecycle.TrafficRestored.class);
        story.looked().then(Lifecycle.RolloutAborted.class);
        story.when(new Command.Start(new StartKey("late"), plan(QUEUE), ANN)).then(Lifecycle.RolloutQueued.class);
        story.looked().then(Lifecycle.RolloutRequested.class);
        assertThat(story.rollout().id()).isEqualTo(OTHER);
    }

    @Test
    void theEleventhStartThatWouldWaitIsRefused() {
        Story story = Moment.OBSERVING.story();
        for (int i = 0; i < 10; i++) {
            story.when(new Command.Start(new StartKey("waits-" + i), plan(QUEUE), ANN))
                    .then(Lifecycle.RolloutQueued.class);
        }
        story.when(otherStart(plan(QUEUE))).thenRefused(RefusalCode.TARGET_BUSY);
        story.when(otherStart(plan(SUPERSEDE))).thenRefused(RefusalCode.TARGET_BUSY);
    }

    @Test
    void aSupersedingStartEndsTheOpenRolloutByAnAbortAndThenBegins() {
        Story story = Moment.OBSERVING
                .story()
                .when(otherStart(plan(SUPERSEDE)))
                .then(Lifecycle.RolloutQueued.class, Lifecycle.RestoreStarted.class);
        assertThat(story.told().getLast())
                .isInstanceOfSatisfying(Lifecycle.RestoreStarted.class, event -> assertThat(event.by())
                        .isEqualTo(new Requester("traffic-service", "superseded by " + OTHER)));
        story.when(Moment.restored())
                .then(Lifecycle.TrafficRestored.class)
                .looked()
                .then(Lifecycle.RolloutAborted.class)
                .looked()
                .then(new Lifecycle.RolloutRequested(OTHER, OTHER_KEY, ANN, plan(SUPERSEDE)));
    }

    @Test
    void aSupersedingStartEndsNoRolloutThatWaitedBeforeIt() {
        StartKey third = new StartKey("pipeline-4713");
        Story story = Moment.OBSERVING.story().when(otherStart(plan(QUEUE))).then(Lifecycle.RolloutQueued.class);
        story.when(new Command.Start(third, plan(SUPERSEDE), ANN))
                .then(Lifecycle.RolloutQueued.class, Lifecycle.RestoreStarted.class)
                .after(java.time.Duration.ofMillis(5))
                .when(Moment.restored())
                .then(Lifecycle.TrafficRestored.class)
                .looked()
                .then(Lifecycle.RolloutAborted.class)
                .looked()
                .then(Lifecycle.RolloutRequested.class)
                .looked()
                .then(new Lifecycle.RolloutStarted(OTHER));
    }

    private static Command start() {
        return Samples.start(KEY, plan()).command();
    }

    private static Command otherStart(Plan plan) {
        return Samples.start(OTHER_KEY, plan).command();
    }
}
