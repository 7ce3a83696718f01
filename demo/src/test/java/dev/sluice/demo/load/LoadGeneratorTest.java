package dev.sluice.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.demo.Eventually;
import dev.sluice.demo.Http;
import dev.sluice.demo.target.Behaviour;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.TargetOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void sendsExactlyWhatItWasAskedForAtTheRate() {
        try (SampleTarget target = SampleTarget.start(new TargetOptions(0, "1", 1));
                LoadGenerator load = LoadGenerator.start(LoadOptions.constant(Http.local(target.port(), "/"), 500)
                        .limitedTo(400))) {
            long startNanos = System.nanoTime();
            load.awaitEnd(PATIENCE);
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThan(Duration.ofMillis(700));
            Summary summary = load.observations().all();
            assertThat(summary.total()).isEqualTo(400);
            assertThat(summary.answeredBy("1")).isEqualTo(400);
            assertThat(summary.failed()).isZero();
            assertThat(summary.shares()).isEqualTo(Map.of("1", 1.0));
            assertThat(target.served().served()).isEqualTo(400);
        }
    }

    @Test
    void seesTheFirstBadAnswerAsTheTargetRecordsIt() {
        try (SampleTarget target = SampleTarget.start(new TargetOptions(0, "1", 1));
                LoadGenerator load = LoadGenerator.start(LoadOptions.constant(Http.local(target.port(), "/"), 200))) {
            Eventually.until("healthy answers", () -> load.observations().all().answeredBy("1") > 20);
            target.behave(Behaviour.failing(1, Duration.ofMillis(20)));
            long mark = load.observations().mark();
            Eventually.until(
                    "bad answers", () -> load.observations().since(mark).answeredBy("1") > 20);
            Summary after = load.observations().since(mark);
            assertThat(after.answers().get("1")).containsOnlyKeys(500);
            assertThat(after.latency().p50Micros()).isGreaterThanOrEqualTo(19_000);
            long seen = load.observations().firstBad(0).orElseThrow().endedAt();
            assertThat(seen).isGreaterThanOrEqualTo(target.served().firstBad().orElseThrow());
            assertThat(load.observations().lastFrom("1").orElseThrow().endedAt())
                    .isGreaterThan(seen);
        }
    }

    @Test
    void aRequestWithoutAnAnswerIsFailedAndNobodysAnswer() {
        SampleTarget target = SampleTarget.start(new TargetOptions(0, "1", 1));
        URI url = Http.local(target.port(), "/");
        target.close();
        try (LoadGenerator load =
                LoadGenerator.start(LoadOptions.constant(url, 500).limitedTo(50))) {
            load.awaitEnd(PATIENCE);
            Summary summary = load.observations().all();
            assertThat(summary.failed()).isEqualTo(50);
            assertThat(summary.answers()).isEmpty();
            assertThat(summary.shares()).isEmpty();
            assertThat(summary.firstBad().orElseThrow().failed()).isTrue();
            assertThat(summary.latency()).isEqualTo(new Latency(0, 0, 0, 0));
        }
    }

    @Test
    void optionsNeedTheirUnits() {
        Map<String, String> none = Map.of();
        assertThat(LoadOptions.read(new String[] {"--rate", "200/s"}, none).perSecond())
                .isEqualTo(200);
        assertThatThrownBy(() -> LoadOptions.read(new String[] {"--rate", "200"}, none))
                .hasMessage("--rate: expected a rate such as 200/s, got \"200\"");
        assertThatThrownBy(() -> LoadOptions.read(new String[] {"--url", "localhost:80"}, none))
                .hasMessageStartingWith("--url: expected http://host:port/path");
    }
}
