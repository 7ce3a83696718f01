package dev.sluice.notifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.notifier.Given;
import dev.sluice.notifier.Teller;
import dev.sluice.notifier.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Given a rollout that is being observed and what came before, what the last record says.
 * Longer than 300 lines because its table has a row for every event.
 */
class NoticesTest {
    private static final String R = "shop/checkout/" + Given.ID;

    static Stream<Arguments> table() {
        return Stream.of(wayUp(), wayBack(), aside()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> wayUp() {
        return Stream.of(
                row(nothing(), new Lifecycle.StageCompleted(Given.ID, 0), "INFORM INFO STAGE_COMPLETE"),
                row(
                        nothing(),
                        new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()),
                        "INFORM INFO PAUSED"),
                row(paused(), new Lifecycle.RolloutResumed(Given.ID, Given.ANA, Given.COMMAND), "INFORM INFO RESUMED"),
                row(
                        breach(Reaction.PAUSE).andThen(paused()),
                        new Lifecycle.RolloutResumed(Given.ID, Given.ANA, Given.COMMAND),
                        "INFORM INFO RESUMED",
                        "RESOLVE INFO RESOLVED " + R + "/error-rate"),
                row(nothing(), new Lifecycle.GateOpened(Given.ID, 0, Given.ANA, Given.COMMAND), "INFORM INFO PROMOTED"),
                row(
                        nothing(),
                        new Lifecycle.PromotedFully(Given.ID, 0, Given.ANA, Given.COMMAND),
                        "INFORM INFO PROMOTED_FULLY"),
                row(nothing(), Given.breach(4, Reaction.ROLLBACK), "FIRE CRITICAL BREACH " + R + "/error-rate"),
                row(nothing(), Given.breach(4, Reaction.PAUSE), "FIRE WARNING BREACH " + R + "/error-rate"),
                row(nothing(), Given.breach(4, Reaction.ALERT), "FIRE WARNING BREACH " + R + "/error-rate"),
                row(breach(Reaction.ALERT), Given.breach(4, Reaction.ALERT)),
                row(asked(), Given.breach(4, Reaction.ROLLBACK)),
                row(breach(Reaction.ALERT), recovered(), "RESOLVE INFO RECOVERED " + R + "/error-rate"),
                row(nothing(), recovered()),
                row(nothing(), failedValidation(1), "INFORM WARNING VALIDATION_FAILED"),
                row(nothing(), failedValidation(2)),
                row(nothing(), Given.validated(4, 0)));
    }

    private static Stream<Arguments> wayBack() {
        return Stream.of(
                row(nothing(), rollback(), "FIRE CRITICAL EMERGENCY " + R + ":rollback"),
                row(asked(), rollback()),
                row(asked(), new Lifecycle.StageCompleted(Given.ID, 0)),
                row(asked(), Given.restored(), "INFORM INFO RESTORED"),
                row(
                        asked().andThen(delayed()),
                        Given.restored(),
                        "INFORM INFO RESTORED",
                        "RESOLVE INFO RESOLVED " + R + ":restore-delayed/edge"),
                row(
                        asked(),
                        new Lifecycle.RestoreDelayed(Given.ID, new Name("edge"), "no answer"),
                        "FIRE CRITICAL RESTORE_DELAYED " + R + ":restore-delayed/edge"),
                row(
                        asked().andThen(delayed()),
                        new Lifecycle.RestoreDelayed(Given.ID, new Name("edge"), "still no answer")),
                row(asked().andThen(restored()), completed(), "RESOLVE INFO ROLLBACK_DONE " + R + ":rollback"),
                row(
                        asked().andThen(restored()),
                        new Fact.RollbackFailed(Given.ID, 5, "why", List.of(new Verification("edge", false, "5%"))),
                        "FIRE CRITICAL ROLLBACK_FAILED " + R + ":rollback-failed"),
                row(
                        asked().andThen(restored())
                                .andThen(topic -> topic.fact(new Fact.SwitchVerified(Given.ID, 5, List.of()))),
                        new Fact.RollbackFailed(Given.ID, 5, "canary is not shut down", List.of()),
                        "FIRE CRITICAL ROLLBACK_UNFINISHED " + R + ":rollback-failed"),
                row(
                        breach(Reaction.ROLLBACK).andThen(asked()).andThen(restored()),
                        new Lifecycle.RolloutRolledBack(Given.ID, "done"),
                        "INFORM WARNING ROLLED_BACK",
                        "RESOLVE INFO RESOLVED " + R + "/error-rate",
                        "RESOLVE INFO RESOLVED " + R + ":rollback"),
                row(
                        asked().andThen(restored()),
                        new Lifecycle.RolloutFailed(Given.ID, "not verified"),
                        "FIRE CRITICAL FAILED " + R + ":failed"),
                row(
                        nothing(),
                        new Lifecycle.StageFailed(Given.ID, 0, StageFailure.DEADLINE_PASSED, "late"),
                        "FIRE CRITICAL STAGE_FAILED " + R + ":stage-failed"));
    }

    private static Stream<Arguments> aside() {
        return Stream.of(
                row(
                        nothing(),
                        new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, Given.COMMAND),
                        "INFORM WARNING RESTORE_ASKED"),
                row(nothing(), net(NetAction.HOLD), "FIRE WARNING NET_HOLD " + R + ":safety-net"),
                row(held(), net(NetAction.RELEASE), "RESOLVE INFO NET_RELEASE " + R + ":safety-net"),
                row(held(), net(NetAction.RESTORE), "FIRE CRITICAL NET_RESTORE " + R + ":safety-net-restore"),
                row(nothing(), drift(), "FIRE WARNING DRIFT_FOUND " + R + ":drift/edge"),
                row(
                        drifted(),
                        new Lifecycle.DriftMended(Given.ID, new Name("edge"), Weight.percent(5)),
                        "RESOLVE INFO DRIFT_MENDED " + R + ":drift/edge"),
                row(
                        nothing(),
                        new Lifecycle.CommandRefused(
                                Optional.empty(),
                                Given.COMMAND,
                                "dev.sluice.command.start.v1",
                                RefusalCode.TARGET_BUSY,
                                "busy",
                                Given.ANA),
                        "INFORM WARNING REFUSED shop/checkout:refused/c-1"),
                row(
                        held().andThen(allStages()),
                        new Lifecycle.RolloutCompleted(Given.ID),
                        "INFORM INFO COMPLETE",
                        "RESOLVE INFO RESOLVED " + R + ":safety-net"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void what_a_record_says(Consumer<Topic> before, Object event, List<String> expected) {
        Topic topic = observed();
        before.accept(topic);
        int told = Teller.notices(topic).size();

        append(topic, event);

        List<Notice> all = Teller.notices(topic);
        assertThat(all.subList(told, all.size()).stream().map(NoticesTest::said))
                .hasSize(expected.size())
                .zipSatisfy(expected, (said, wanted) -> assertThat(said).startsWith(wanted));
    }

    @Test
    void a_start_is_told_when_it_is_asked_for_and_when_it_begins() {
        assertThat(Teller.notices(observed()).stream().map(Notice::kind)).containsExactly(Kind.REQUESTED, Kind.START);
    }

    @Test
    void an_unreadable_record_is_critical_once_and_over_with_the_rollout() {
        Topic topic = observed();
        topic.noise("not a CloudEvent");
        topic.noise("nor this");
        topic.traffic(new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, Given.COMMAND));
        topic.traffic(Given.restored());
        topic.traffic(new Lifecycle.RolloutAborted(Given.ID, Given.ANA));

        List<String> said =
                Teller.notices(topic).stream().map(NoticesTest::said).toList();

        assertThat(said)
                .filteredOn(line -> line.contains("shop/checkout:unreadable"))
                .containsExactly(
                        "FIRE CRITICAL UNREADABLE shop/checkout:unreadable",
                        "RESOLVE INFO RESOLVED shop/checkout:unreadable");
    }

    @Test
    void a_losing_event_and_a_repeated_fact_say_nothing() {
        Topic topic = observed();
        topic.fact(Given.breach(4, Reaction.ROLLBACK));
        int told = Teller.notices(topic).size();

        topic.fact(Given.breach(4, Reaction.ROLLBACK));
        topic.stale(new Lifecycle.StageCompleted(Given.ID, 0));

        assertThat(Teller.notices(topic)).hasSize(told);
    }

    @Test
    void ids_are_the_same_whoever_tells_and_differ_within_a_record() {
        Topic topic = observed();
        topic.fact(Given.breach(4, Reaction.ALERT));
        topic.traffic(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        topic.traffic(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, Given.COMMAND));

        List<Notice> first = Teller.notices(topic);
        List<Notice> second = Teller.notices(topic);

        assertThat(first).extracting(Notice::id).doesNotHaveDuplicates();
        assertThat(second)
                .extracting(Notice::id)
                .containsExactlyElementsOf(first.stream().map(Notice::id).toList());
    }

    @Test
    void a_step_that_fails_on_the_way_back_is_told() {
        Topic topic = new Topic(() -> Given.START);
        topic.traffic(Given.observing(Given.plan(
                "{language: en}\nsteps: [{name: tell, onRollback: true, run: {type: http, url: 'http://h/t'}}]")));
        asked().andThen(restored()).accept(topic);
        topic.traffic(new Lifecycle.StepStarted(Given.ID, new Name("tell"), 1));
        int told = Teller.notices(topic).size();

        topic.traffic(new Lifecycle.StepEnded(Given.ID, new Name("tell"), 1, StepResult.FAILED, "500"));

        assertThat(Teller.notices(topic).subList(told, told + 1))
                .extracting(NoticesTest::said)
                .containsExactly("FIRE WARNING STEP_FAILED " + R + ":step-failed/tell");
    }

    private static String said(Notice notice) {
        return notice.action() + " " + notice.severity() + " " + notice.kind() + " " + notice.dedupKey();
    }

    private static Topic observed() {
        Topic topic = new Topic(() -> Given.START);
        topic.traffic(Given.observing(Given.plan()));
        return topic;
    }

    private static void append(Topic topic, Object event) {
        switch (event) {
            case Lifecycle lifecycle -> topic.traffic(lifecycle);
            case Fact fact -> topic.fact(fact);
            default -> throw new IllegalArgumentException(event.toString());
        }
    }

    private static Arguments row(Consumer<Topic> before, Object event, String... expected) {
        return Arguments.of(before, event, List.of(expected));
    }

    private static Consumer<Topic> nothing() {
        return topic -> {};
    }

    private static Consumer<Topic> paused() {
        return topic -> topic.traffic(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
    }

    private static Consumer<Topic> breach(Reaction reaction) {
        return topic -> topic.fact(Given.breach(4, reaction));
    }

    private static Fact recovered() {
        return new Fact.HealthRecovered(
                Given.ID, 4, Given.ERRORS, 1, Given.reading(0.0001, "> 0.5%", Outcome.NOT_HELD));
    }

    private static Fact failedValidation(int failures) {
        return new Fact.ValidationFailed(
                Given.ID,
                4,
                0,
                failures,
                failures,
                Reaction.ALERT,
                List.of(Given.reading(0.002, "< 0.1%", Outcome.NOT_HELD)));
    }

    private static Fact rollback() {
        return new Fact.RollbackRequested(Given.ID, 4, "error-rate", Given.ANA);
    }

    private static Consumer<Topic> asked() {
        return topic -> topic.fact(new Fact.RollbackRequested(Given.ID, 4, "first", Given.ANA));
    }

    private static Consumer<Topic> delayed() {
        return topic -> topic.traffic(new Lifecycle.RestoreDelayed(Given.ID, new Name("edge"), "no answer"));
    }

    private static Consumer<Topic> restored() {
        return topic -> topic.traffic(Given.restored());
    }

    private static Fact completed() {
        return new Fact.RollbackCompleted(
                Given.ID, 5, new RollbackTimes(Optional.of(Given.START), Given.START, Given.START, Given.START));
    }

    private static Lifecycle net(NetAction action) {
        return new Lifecycle.SafetyNetUsed(Given.ID, action, NetReason.VERDICTS_STALE, "12 s old");
    }

    private static Consumer<Topic> held() {
        return topic -> topic.traffic(net(NetAction.HOLD));
    }

    private static Consumer<Topic> allStages() {
        return topic -> topic.traffic(List.of(
                new Lifecycle.StageCompleted(Given.ID, 0),
                Given.stageStarted(1, "full-switch", 100),
                Given.switched(1, 100),
                new Lifecycle.StageCompleted(Given.ID, 1)));
    }

    private static Lifecycle drift() {
        return new Lifecycle.DriftFound(
                Given.ID, new Name("edge"), Weight.percent(5), Optional.of(Weight.percent(50)), "found 50%");
    }

    private static Consumer<Topic> drifted() {
        return topic -> topic.traffic(drift());
    }
}
