package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.RefusalCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StartTest {
    private static final String ACCEPTED =
            "{\"rollout\":\"" + Story.ID + "\",\"target\":\"" + Story.TARGET + "\",\"command\":\"c1\"}";
    private final PlayedService traffic = new PlayedService().json("POST /rollouts", 202, ACCEPTED);

    @AfterEach
    void close() {
        traffic.close();
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                Arguments.of(Story.completed(), "completed", 0),
                Arguments.of(Story.rolledBack(), "rolled-back", 3),
                Arguments.of(Story.aborted(), "aborted", 4),
                Arguments.of(Story.failed(), "failed", 8));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void waitingEndsWithTheCodeOfTheOutcome(JournalEvent last, String word, int code) {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.requested()), Story.sse(2, last));
        Run run = Run.with(traffic, "start", "-f", Story.PLAN, "--wait", "-o", "json");
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).contains("\"result\" : \"" + word + "\"", "\"exitCode\" : " + code);
        assertThat(run.err()).contains("requested by ann");
    }

    @Test
    void waitingShowsEveryStep() {
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.requested()),
                Story.sse(2, Story.stageStarted()),
                Story.sse(3, Story.switched()),
                Story.sse(4, Story.rollbackRequested()),
                Story.sse(5, Story.rolledBack()));
        Run run = Run.with(traffic, "start", "-f", Story.PLAN, "--wait");
        Golden.same("start-wait.txt", run.out());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aLostStreamIsTakenUpAfterTheLastEventAndNothingIsToldTwice() {
        traffic.streamThatEnds(Story.EVENTS, Story.sse(1, Story.requested()), Story.sse(2, Story.stageStarted()));
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.requested()),
                Story.sse(2, Story.stageStarted()),
                Story.sse(3, Story.completed()));
        Run run = Run.with(traffic, "start", "-f", Story.PLAN, "--wait");
        assertThat(run.code()).isZero();
        assertThat(run.out().split("setting 5%", -1)).hasSize(2);
        assertThat(streams().get(0).header("Last-event-id")).isEmpty();
        assertThat(streams().get(1).header("Last-event-id")).contains("3:2");
    }

    @Test
    void withoutAnyStreamTheRolloutItselfTellsItsEnd() {
        traffic.problem(Story.EVENTS, 503, "Not ready", "catching up", "");
        traffic.json(
                Story.DETAIL, 200, "{\"phase\":\"rolled-back\",\"outcome\":\"rolled-back\",\"reason\":\"errors\"}");
        Run run = Run.with(traffic, "start", "-f", Story.PLAN, "--wait");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("rolled-back: errors");
        assertThat(run.err()).contains("the event stream is interrupted; trying again");
    }

    @Test
    void aRolloutThatIsNotKnownYetIsWaitedFor() {
        traffic.problem(Story.EVENTS, 404, "Not found", "no such rollout", "");
        traffic.stream(Story.EVENTS, Story.sse(1, Story.requested()));
        Run run = Run.with(traffic, "start", "-f", Story.PLAN);
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith(Story.ID + ": started, requested by ann");
    }

    @Test
    void aQueuedStartSaysSo() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.queued()));
        assertThat(Run.with(traffic, "start", "-f", Story.PLAN).out()).startsWith(Story.ID + ": queued behind");
    }

    @Test
    void aRefusedStartEndsWithItsOwnCode() {
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.refused("other", "start", RefusalCode.KEY_REUSED, "not ours")),
                Story.sse(2, Story.refused("c1", "start", RefusalCode.TARGET_BUSY, "another rollout is open")));
        for (String[] arguments :
                List.of(new String[] {"start", "-f", Story.PLAN}, new String[] {"start", "-f", Story.PLAN, "--wait"})) {
            Run run = Run.with(traffic, arguments);
            assertThat(run.code()).isEqualTo(5);
            assertThat(run.out()).contains(": refused (target-busy): another rollout is open");
        }
    }

    @Test
    void aKeyThatStartedAnotherPlanIsARefusal() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.requested()));
        String[] same = {"start", "-f", Story.PLAN, "--idempotency-key", "key"};
        assertThat(Run.with(traffic, same).code()).isZero();
        for (String more : List.of("--reason=none", "--wait")) {
            Run run = Run.with(
                    traffic, "start", "-f", Story.PLAN, "--idempotency-key", "key", "--set", "version=6.0", more);
            assertThat(run.code()).isEqualTo(5);
            assertThat(run.out()).contains("this idempotency key started another plan before");
        }
    }

    @Test
    void whatTakesTooLongTimesOutAndGoesOn() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.requested()));
        Run run = Run.with(traffic, "start", "-f", Story.PLAN, "--wait", "--timeout", "500ms");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.out()).contains(": still running when the time was over; it goes on");
    }

    @Test
    void thePlanIsSentWithItsChangesItsKeyAndWhoAsked() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.requested()));
        Run.with(
                traffic,
                "start",
                "-f",
                Story.PLAN,
                "--set",
                "speedup=90x",
                "--by",
                "ann b",
                "--reason",
                "weekly",
                "--idempotency-key",
                "k1");
        PlayedService.Request sent = traffic.request("POST /rollouts");
        assertThat(sent.line()).isEqualTo("POST /rollouts?by=ann%20b&reason=weekly");
        assertThat(sent.header("Idempotency-key")).contains("k1");
        assertThat(sent.body()).contains("\"speedup\":\"90x\"", "\"version\":5.10,");
    }

    @Test
    void aPlanFromStandardInputIsSent() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.requested()));
        Run.in(Map.of(), "target: a/b\n", false, "start", "-f", "-", "--url", traffic.url());
        assertThat(traffic.request("POST /rollouts").body()).isEqualTo("{\"target\":\"a/b\"}");
    }

    @Test
    void aDryRunPrintsEveryWrite() {
        traffic.json("POST /rollouts", 200, "");
        PlayedService dry = new PlayedService().json("POST /rollouts", 200, """
                        {"rollout":"%s","target":"prod/checkout","stages":[{"stage":"canary-start","weight":"5%%",
                        "routers":[{"router":"edge","writes":["set weight checkout/new1 5","set weight checkout/old1 95"]}]}],
                        "restore":[{"router":"edge","writes":["set weight checkout/new1 0"]}]}""".formatted(Story.ID));
        try (dry) {
            Run run = Run.with(dry, "start", "-f", Story.PLAN, "--dry-run");
            Golden.same("dry-run.txt", run.out());
            assertThat(dry.lines()).singleElement().asString().endsWith("&dryRun=true");
        }
    }

    @Test
    void anUnavailableServiceSaysHowToTryAgainSafely() {
        try (PlayedService down = new PlayedService()) {
            down.problem("POST /rollouts", 503, "Kafka is away", "the broker took nothing", "");
            Run run = Run.with(down, "start", "-f", Story.PLAN);
            assertThat(run.code()).isEqualTo(7);
            assertThat(run.err())
                    .contains("sluice: Kafka is away: the broker took nothing", "add: --idempotency-key cli-");
        }
    }

    private List<PlayedService.Request> streams() {
        return traffic.requests().stream()
                .filter(request -> request.line().equals(Story.EVENTS))
                .toList();
    }
}
