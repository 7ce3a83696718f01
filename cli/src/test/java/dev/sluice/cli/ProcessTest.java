package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real process: its environment, its encoding, its end. */
class ProcessTest {
    private final PlayedService traffic = new PlayedService();

    @AfterEach
    void close() {
        traffic.close();
    }

    @Test
    void aRunOfItsOwnReadsItsEnvironmentAndEndsWithItsCode() throws Exception {
        traffic.json(
                "GET /rollouts",
                200,
                "{\"rollouts\":[{\"id\":\"a-aaaaaaaaaa\",\"target\":\"prod/\u00e9\",\"version\":\"1\",\"phase\":\"ready\"}]}");
        Process process = start("status");
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(err).isEmpty();
        assertThat(process.exitValue()).isZero();
        assertThat(out).contains("prod/\u00e9").doesNotContain("\u001b");
    }

    @Test
    void whoeverStopsWatchingIsToldThatTheRolloutGoesOn() throws Exception {
        traffic.json(Story.DETAIL, 200, ReadingTest.resource("rollout.json"));
        traffic.stream(Story.EVENTS, Story.sse(1, Story.stageStarted()));
        Process process = start("watch", Story.ID);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).contains("setting 5%");
            process.toHandle().destroy(); // an end from outside, as Ctrl-C is one
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(err).contains("the rollout goes on; to see it again: sluice watch " + Story.ID);
            assertThat(process.exitValue()).isNotZero();
        }
    }

    private Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.cli.Sluice");
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().put("SLUICE_URL", traffic.url());
        return builder.start();
    }
}
