package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.value.Requester;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SteerTest {
    private static final Requester SURE = new Requester("ann", "sure");
    private final PlayedService traffic = new PlayedService();

    @AfterEach
    void close() {
        traffic.close();
    }

    static Stream<Arguments> verbs() {
        return Stream.of(
                Arguments.of("pause", Story.paused("c1"), "paused by ann"),
                Arguments.of("resume", Story.resumed("c1"), "resumed by ann"),
                Arguments.of("promote", Story.promoted("c1", false), "promoted by ann"));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aVerbIsSentAndItsAnswerIsFoundByItsCommand(String verb, JournalEvent answer, String told) {
        accept(verb);
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.paused("another")),
                Story.sse(2, Story.refused("another", verb, RefusalCode.NOT_NOW, "not ours")),
                Story.sse(3, answer));
        Run run = Run.with(traffic, verb, Story.ID, "--reason", "lunch", "--by", "ann");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith(verb + ": ").contains(told);
        assertThat(traffic.request("POST ").body()).startsWith("{\"who\":\"ann\",\"reason\":\"lunch\"");
        assertThat(traffic.lines().getFirst()).startsWith("POST /rollouts/" + Story.ID + "/" + verb);
    }

    @Test
    void aFullPromotionIsAskedForAsSuch() {
        accept("promote");
        traffic.stream(Story.EVENTS, Story.sse(1, Story.promoted("c1", true)));
        Run run = Run.with(traffic, "promote", Story.ID, "--full", "--reason", "sure", "--by", "ann");
        assertThat(run.out()).contains("promoted to the last stage");
        assertThat(traffic.request("POST ").body()).isEqualTo("{\"who\":\"ann\",\"reason\":\"sure\",\"full\":true}");
    }

    @Test
    void aRefusalHasItsOwnCodeAndForm() {
        accept("resume");
        traffic.stream(
                Story.EVENTS, Story.sse(1, Story.refused("c1", "resume", RefusalCode.NOT_NOW, "it isn't paused")));
        Run run = Run.with(traffic, "resume", Story.ID, "--reason", "r", "--by", "ann", "-o", "json");
        assertThat(run.code()).isEqualTo(5);
        Golden.same("resume-refused.json", run.out());
    }

    @Test
    void anAbortBeforeAnythingMovedEndsTheRolloutAtOnce() {
        accept("abort");
        traffic.stream(Story.EVENTS, Story.sse(1, Story.requested()), Story.sse(2, Story.aborted()));
        Run run = Run.with(traffic, "abort", Story.ID, "--reason", "weekly release", "--by", "ann");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("abort: aborted by ann: weekly release\n");
    }

    static Stream<Arguments> verbsThatRestore() {
        return Stream.of(Arguments.of("abort", RestoreCause.ABORT), Arguments.of("rollback", RestoreCause.ROLLBACK));
    }

    @ParameterizedTest
    @MethodSource("verbsThatRestore")
    void whatTakesTheTrafficAwaySaysWhenItWasAway(String verb, RestoreCause cause) {
        accept(verb);
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.restoreStarted(cause, "c1")),
                Story.sse(2, Story.rollbackRequested()),
                Story.sse(3, Story.restored("edge", "inner")));
        Run run = Run.with(traffic, verb, Story.ID, "--reason", "lunch", "--by", "ann");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(verb + ": " + verb + " by ann"), line -> assertThat(line)
                                .matches("restored: stable has 100% again, read back on 2 routers, "
                                        + "\\d\\.\\d\\d s after the command"));
        assertThat(traffic.request("POST ").body()).startsWith("{\"who\":\"ann\",\"reason\":\"lunch\"");
    }

    @Test
    void aRestoreIsAFieldForPrograms() throws Exception {
        accept("rollback");
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.restoreStarted(RestoreCause.ROLLBACK, "c1")),
                Story.sse(2, Story.restored("edge")));
        Run run = Run.with(traffic, "rollback", Story.ID, "--reason", "r", "--by", "ann", "-o", "json");
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.path("result").asText()).isEqualTo("accepted");
        assertThat(result.path("restoredRouters").asInt()).isEqualTo(1);
        assertThat(result.path("restoredAfterMs").asLong(-1)).isBetween(0L, 10_000L);
    }

    @Test
    void aRestoreThatWasThereBeforeTheCommandIsSaidToBe() {
        accept("rollback");
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.restored("edge")),
                Story.sse(2, Story.restoreStarted(RestoreCause.ROLLBACK, "c1")));
        Run run = Run.with(traffic, "rollback", Story.ID, "--reason", "r", "--by", "ann");
        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("restored before: stable has 100% already, read back on 1 router\n");
    }

    @Test
    void aRestoreThatFailsNeedsAPerson() {
        accept("rollback");
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.restoreStarted(RestoreCause.ROLLBACK, "c1")),
                Story.sse(2, Story.failed()));
        Run run = Run.with(traffic, "rollback", Story.ID, "--reason", "r", "--by", "ann");
        assertThat(run.code()).isEqualTo(8);
        assertThat(run.out()).endsWith("failed, a person is needed: router edge does not answer\n");
    }

    @Test
    void aReasonIsRequired() {
        Run run = Run.with(traffic, "rollback", Story.ID);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--reason", "try: sluice rollback --help");
        assertThat(traffic.requests()).isEmpty();
    }

    @Test
    void theAnswerAboutAStoreIsFoundByTheStoreAndByWhoGaveIt() {
        accept("restore");
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.decided("another", "skip", SURE)),
                Story.sse(2, Story.decided("orders", "skip", new Requester("ben", "before"))),
                Story.sse(3, Story.decided("orders", "restore", SURE)));
        Run run = Run.with(
                traffic, "restore", Story.ID, "--store", "orders", "--confirm", "--reason", "sure", "--by", "ann");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("data of orders: restore, decided by ann");
        assertThat(traffic.request("POST ").body())
                .isEqualTo("{\"who\":\"ann\",\"reason\":\"sure\",\"store\":\"orders\",\"decision\":\"restore\"}");
    }

    @Test
    void anAnswerIsExactlyOneOfTheTwo() {
        Run run = Run.with(traffic, "restore", Story.ID, "--store", "orders", "--reason", "sure");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--confirm").contains("--skip");
    }

    private void accept(String verb) {
        traffic.json(
                "POST /rollouts/" + Story.ID + "/" + verb,
                202,
                "{\"command\":\"c1\",\"rollout\":\"" + Story.ID + "\"}");
    }
}
