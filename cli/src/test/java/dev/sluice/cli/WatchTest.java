package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final PlayedService traffic = new PlayedService();

    @BeforeEach
    void play() throws IOException {
        traffic.json(Story.DETAIL, 200, ReadingTest.resource("rollout.json"));
    }

    @AfterEach
    void close() {
        traffic.close();
    }

    @Test
    void offATerminalEveryEventIsALine() {
        traffic.stream(
                Story.EVENTS,
                Story.sse(1, Story.stageStarted()),
                Story.sse(2, Story.switched()),
                Story.sse(3, Story.aborted()));
        Run run = Run.with(traffic, "watch", Story.ID);
        assertThat(run.code()).isEqualTo(4);
        Golden.same("watch.txt", run.out());
    }

    @Test
    void forProgramsEveryEventIsALineOfJson() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.stageStarted()), Story.sse(2, Story.completed()));
        Run run = Run.with(traffic, "watch", Story.ID, "-o", "json");
        assertThat(run.code()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("{\"meta\":{"));
    }

    @Test
    void onATerminalTheViewIsDrawnOverItself() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.switched()), Story.sse(2, Story.completed()));
        Run run = Run.onTerminal(traffic, "watch", Story.ID);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\u001b[?7l", "\u001b[10A\r", "\u001b[32m", "canary-expand", "█");
        assertThat(run.out()).endsWith(Story.ID + ": completed: the new version has everything\u001b[0m\n");
    }

    @Test
    void coloursAreLeftOutWhenTheyAreNotWanted() {
        traffic.stream(Story.EVENTS, Story.sse(1, Story.completed()));
        assertThat(Run.onTerminal(traffic, "watch", Story.ID, "--no-color").out())
                .doesNotContain("\u001b[3", "\u001b[0m");
    }

    @Test
    void anUnknownRolloutIsToldAtOnce() {
        Run run = Run.with(traffic, "watch", "nothing-aaaaaaaaaa");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("sluice: Not Found");
    }
}
