package dev.sluice.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.rollback.Given;
import dev.sluice.rollback.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Given what the journal holds, what is due next. */
class ProcedureTest {
    private static final Requester NET = new Requester("x", "y");

    static Stream<Arguments> table() {
        return Stream.of(
                row("nothing but a start", topic -> {}, "nothing"),
                row("a breach that rolls back", breach(Reaction.ROLLBACK), "ask error-rate of 4"),
                row("a breach that pauses", breach(Reaction.PAUSE), "nothing"),
                row("a breach that recovered", breach(Reaction.ROLLBACK).andThen(recovered()), "nothing"),
                row("a stage that failed", failed(), "ask stage-failed of 5"),
                row("a person's restore", restore(RestoreCause.ROLLBACK), "ask restore of 5"),
                row("a person's abort", restore(RestoreCause.ABORT), "nothing"),
                row("an abort that is done", restore(RestoreCause.ABORT).andThen(restored()), "nothing"),
                row("the net's hold", net(NetAction.HOLD), "nothing"),
                row("the net's restore", net(NetAction.RESTORE), "ask restore of 5"),
                row("the net's restore, done", net(NetAction.RESTORE).andThen(restored()), "ask restore of 6"),
                row("asked for, not restored", asked(), "nothing"),
                row("restored", asked().andThen(restored()), "verify 5"),
                row("verified", asked().andThen(restored()).andThen(verified()), "complete of 5"),
                row("completed", asked().andThen(restored()).andThen(verified()).andThen(completed()), "nothing"),
                row("not verified", asked().andThen(restored()).andThen(notVerified()), "nothing"),
                row(
                        "a request during an abort",
                        restore(RestoreCause.ABORT).andThen(asked()).andThen(restored()),
                        "verify 6"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("table")
    void what_is_due(String given, Consumer<Topic> history, String expected) {
        Topic topic = new Topic(() -> Given.START);
        topic.traffic(Given.observing(Given.plan()));
        history.accept(topic);

        Optional<Due> due = Procedure.next(topic.state().open().orElseThrow(), Evidence.NONE, Given.START);

        assertThat(due.map(ProcedureTest::said).orElse("nothing")).as(given).isEqualTo(expected);
    }

    private static String said(Due due) {
        return switch (due) {
            case Due.Verify verify -> "verify " + verify.of();
            case Due.State(Fact.RollbackRequested fact) -> "ask " + fact.trigger() + " of " + fact.of();
            case Due.State(Fact.RollbackCompleted fact) -> "complete of " + fact.of();
            case Due.State(Fact fact) -> fact.toString();
            case Due.Wait wait -> "wait until " + wait.until();
            case Due.WithStore step -> step.getClass().getSimpleName() + " of " + step.of();
        };
    }

    private static Arguments row(String name, Consumer<Topic> history, String expected) {
        return Arguments.of(name, history, expected);
    }

    private static Consumer<Topic> breach(Reaction reaction) {
        return topic -> topic.fact(Given.breach(4, reaction));
    }

    private static Consumer<Topic> recovered() {
        return topic -> topic.fact(new Fact.HealthRecovered(Given.ID, 4, new Name("error-rate"), 1, Given.reading()));
    }

    private static Consumer<Topic> failed() {
        return topic -> topic.traffic(new Lifecycle.StageFailed(Given.ID, 0, StageFailure.DEADLINE_PASSED, "too long"));
    }

    private static Consumer<Topic> restore(RestoreCause cause) {
        return topic -> topic.traffic(new Lifecycle.RestoreStarted(Given.ID, cause, NET, new EventId("c")));
    }

    private static Consumer<Topic> net(NetAction action) {
        return topic ->
                topic.traffic(new Lifecycle.SafetyNetUsed(Given.ID, action, NetReason.VERDICTS_STALE, "22 s old"));
    }

    private static Consumer<Topic> asked() {
        return topic -> topic.fact(new Fact.RollbackRequested(Given.ID, 4, "error-rate", NET));
    }

    private static Consumer<Topic> restored() {
        return topic -> topic.traffic(Given.restored());
    }

    private static Consumer<Topic> verified() {
        return topic -> topic.fact(new Fact.SwitchVerified(Given.ID, 5, List.of()));
    }

    private static Consumer<Topic> notVerified() {
        return topic -> topic.fact(
                new Fact.RollbackFailed(Given.ID, 5, "edge", List.of(new Verification("router edge", false, "5%"))));
    }

    private static Consumer<Topic> completed() {
        return topic -> Procedure.next(topic.state().open().orElseThrow(), Evidence.NONE, Given.START)
                .map(due -> ((Due.State) due).fact())
                .ifPresent(topic::fact);
    }
}
