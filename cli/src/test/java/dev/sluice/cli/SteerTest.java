package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SteerTest {
    private final PlayedService traffic = new PlayedService();

    @AfterEach
    void close() {
        traffic.close();
    }

    static Stream<Arguments> verbs() {
        return Stream.of(
                Arguments.of("pause", Story.paused("c1"), "paused by ann"),
                Arguments.of("resume", Story.resumed("c1"), "resumed by ann"),
                Arguments.of("promote", Story.promoted("c1", false), "promoted by ann"),
                Arguments.of("abort", Story.restoreStarted(RestoreCause.ABORT, "c1"), "abort by ann"),
                Arguments.of("rollback", Story.restoreStarted(RestoreCause.ROLLBACK, "c1"), "rollback by ann"));
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

    @Test
    void aReasonIsRequired() {
        Run run = Run.with(traffic, "rollback", Story.ID);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--reason", "try: sluice rollback --help");
        assertThat(traffic.requests()).isEmpty();
    }

    private void accept(String verb) {
        traffic.json(
                "POST /rollouts/" + Story.ID + "/" + verb,
                202,
                "{\"command\":\"c1\",\"rollout\":\"" + Story.ID + "\"}");
    }
}
