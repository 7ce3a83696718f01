package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private final PlayedService traffic = new PlayedService();

    @AfterEach
    void close() {
        traffic.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml"})
    void allRollouts(String format) throws IOException {
        traffic.json("GET /rollouts", 200, resource("rollouts.json"));
        Golden.same(
                "status-all." + format,
                Run.with(traffic, "status", "-o", format).out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml"})
    void oneRollout(String format) throws IOException {
        traffic.json(Story.DETAIL, 200, resource("rollout.json"));
        Golden.same(
                "status-one." + format,
                Run.with(traffic, "status", Story.ID, "-o", format).out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml"})
    void eventsOfARollout(String format) {
        traffic.streamThatEnds(
                Story.EVENTS,
                ": a comment\n\n",
                Story.sse(1, Story.stageStarted()),
                Story.sse(2, Story.switched()),
                "id: 3:3\nevent: dev.sluice.something.new.v9\ndata: {\"meta\":{},\ndata: \"event\":{}}\n\n",
                Story.sse(4, Story.completed()));
        Golden.same(
                "events." + format,
                Run.with(traffic, "events", Story.ID, "-o", format).out());
        assertThat(traffic.lines()).containsExactly(Story.EVENTS + "?follow=false");
    }

    @Test
    void withoutEventsItIsSaidWhereTheyAre() {
        traffic.streamThatEnds(Story.EVENTS);
        Run run = Run.with(traffic, "events", Story.ID);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("no events are known here");
    }

    @Test
    void anEndedRolloutOfLongAgoHasItsOutcomeOnly() {
        traffic.json(
                Story.DETAIL,
                200,
                "{\"id\":\"a-aaaaaaaaaa\",\"target\":\"p/a\",\"version\":\"1\",\"phase\":\"aborted\",\"outcome\":\"aborted\"}");
        assertThat(Run.with(traffic, "status", Story.ID).out()).isEqualTo("a-aaaaaaaaaa  p/a to 1  aborted\n");
    }

    @Test
    void eventsOfAllRolloutsNameTheirs() {
        traffic.streamThatEnds("GET /events", Story.sse(1, Story.completed()));
        assertThat(Run.with(traffic, "events").out())
                .isEqualTo("10:00:01.000  " + Story.ID + "  completed: the new version has everything\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "yaml"})
    void aReport(String format) {
        try (PlayedService notifier = new PlayedService()) {
            notifier.text("GET /reports/" + Story.ID, "text/markdown", "# Rolled back\n\nIn 12ms.\n");
            Run run = Run.of("report", Story.ID, "-o", format, "--notifier-url", notifier.url());
            Golden.same("report." + format, run.out());
        }
    }

    @Test
    void aProblemIsToldWithItsField() {
        traffic.problem("GET /rollouts/x", 404, "No such rollout", "x is not known", "id");
        Run run = Run.with(traffic, "status", "x");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("sluice: No such rollout: x is not known (id)\n");
    }

    @Test
    void anAnswerThatIsNoProblemIsToldByItsFirstLine() {
        traffic.json("GET /rollouts", 500, "oh dear\n  at some.Class(File.java:1)");
        Run run = Run.with(traffic, "status");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("sluice: traffic-service answered 500 at " + traffic.url() + "/rollouts: oh dear\n");
    }

    @Test
    void aRefusedConnectionNamesTheAddressAndWhatToTry() {
        String url = traffic.url();
        traffic.close();
        Run run = Run.of("status", "--url", url);
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err())
                .startsWith("sluice: could not connect to traffic-service at " + url)
                .contains("./sluice up", "--url", "SLUICE_URL")
                .hasLineCount(1);
    }

    @Test
    void theKeyAndTheAddressComeFromTheEnvironment() {
        traffic.json("GET /rollouts", 200, "{\"rollouts\":[]}");
        Map<String, String> environment = Map.of("SLUICE_URL", traffic.url(), "SLUICE_API_KEY", "secret");
        Run run = Run.in(environment, "", false, "status");
        assertThat(run.out()).isEqualTo("no rollouts\n");
        assertThat(traffic.requests().getFirst().header("Authorization")).contains("Bearer secret");
    }

    @Test
    void theKeyOfAFileGoesFirst(@TempDir Path folder) throws IOException {
        traffic.json("GET /rollouts", 200, "{\"rollouts\":[]}");
        Path file = Files.writeString(folder.resolve("key"), "from-file\n");
        Map<String, String> environment = Map.of("SLUICE_API_KEY", "secret");
        Run.in(environment, "", false, "--api-key-file", file.toString(), "--url", traffic.url(), "status");
        assertThat(traffic.requests().getFirst().header("Authorization")).contains("Bearer from-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8081", "ftp://x", "nonsense"})
    void anAddressThatIsNoneIsRefusedByItsOption(String url) {
        Run run = Run.of("status", "--url", url);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--url");
    }

    static String resource(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/answers", name));
    }
}
