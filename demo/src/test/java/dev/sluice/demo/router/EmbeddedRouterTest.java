package dev.sluice.demo.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Eventually;
import dev.sluice.demo.Http;
import dev.sluice.demo.load.LoadGenerator;
import dev.sluice.demo.load.LoadOptions;
import dev.sluice.demo.load.Summary;
import dev.sluice.demo.target.Behaviour;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.TargetOptions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRouterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final SampleTarget stable = SampleTarget.start(new TargetOptions(0, "1", 1));
    private final SampleTarget otherStable = SampleTarget.start(new TargetOptions(0, "1", 2));
    private final SampleTarget candidate = SampleTarget.start(new TargetOptions(0, "2", 3));
    private final EmbeddedRouter router = EmbeddedRouter.start(
            new RouterOptions(0, 0, List.of(upstream(stable), upstream(otherStable)), List.of(upstream(candidate))));

    private static Upstream upstream(SampleTarget target) {
        return new Upstream("127.0.0.1", target.port());
    }

    @AfterEach
    void close() {
        router.close();
        stable.close();
        otherStable.close();
        candidate.close();
    }

    private void split(String json) {
        String etag = Http.get(router.adminPort(), "/split")
                .headers()
                .firstValue("etag")
                .orElseThrow();
        HttpResponse<String> answer = Http.put(router.adminPort(), "/split", json, "If-Match", etag);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String json(int percent, String headerMatch, String latchedBy) {
        return "{\"candidatePercent\":%d,\"headerMatch\":%s,\"latchedBy\":%s,\"stamp\":{\"version\":17,\"epoch\":3}}"
                .formatted(percent, headerMatch, latchedBy);
    }

    private LoadGenerator load(int perSecond) {
        return LoadGenerator.start(LoadOptions.constant(Http.local(router.port(), "/"), perSecond));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 50, 100})
    void splitsExactlyOver2000Requests(int percent) {
        split(json(percent, "null", "null"));
        LoadOptions options = LoadOptions.constant(Http.local(router.port(), "/"), 2_000);
        try (LoadGenerator load = LoadGenerator.start(options.limitedTo(2_000))) {
            load.awaitEnd(PATIENCE);
            Summary summary = load.observations().all();
            assertThat(summary.failed()).isZero();
            assertThat(summary.answeredBy("2")).isEqualTo(percent * 20L);
            assertThat(candidate.served().received()).isEqualTo(percent * 20L);
            assertThat(router.counts()).isEqualTo(new Counts(2_000 - percent * 20L, percent * 20L));
        }
    }

    @Test
    void afterTheAnswerNothingNewGoesToTheOldSide() {
        split(json(100, "null", "null"));
        try (LoadGenerator load = load(1_000)) {
            Eventually.until("traffic", () -> load.observations().all().answeredBy("2") > 200);
            split(json(100, "null", "\"r-1\""));
            long answered = candidate.served().received();
            long mark = load.observations().mark();
            Eventually.until(
                    "traffic on stable", () -> load.observations().since(mark).answeredBy("1") > 500);
            assertThat(load.observations().since(mark).answeredBy("2")).isZero();
            assertThat(load.observations().all().failed()).isZero();
            // What was already on the wire may still arrive, nothing more.
            assertThat(candidate.served().received() - answered).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void aRequestInFlightFinishesWhereItStarted() {
        candidate.behave(Behaviour.failing(0, Duration.ofMillis(300)));
        split(json(100, "null", "null"));
        CompletableFuture<HttpResponse<String>> slow =
                CompletableFuture.supplyAsync(() -> Http.get(router.port(), "/"));
        Eventually.until("the request is there", () -> candidate.served().received() == 1);
        split(json(0, "null", "null"));
        assertThat(slow).isNotDone();
        assertThat(Http.version(Http.get(router.port(), "/"))).isEqualTo("1");
        assertThat(Http.version(slow.join())).isEqualTo("2");
    }

    @Test
    void headerMatchGoesToTheCandidateUntilTheLatch() {
        String match = "{\"name\":\"x-canary-user\",\"value\":\"true\"}";
        split(json(0, match, "null"));
        assertThat(Http.version(Http.get(router.port(), "/", "X-Canary-User", "true")))
                .isEqualTo("2");
        assertThat(Http.version(Http.get(router.port(), "/", "X-Canary-User", "no")))
                .isEqualTo("1");
        assertThat(Http.version(Http.get(router.port(), "/"))).isEqualTo("1");
        split(json(100, match, "\"r-1\""));
        assertThat(Http.version(Http.get(router.port(), "/", "X-Canary-User", "true")))
                .isEqualTo("1");
    }

    @Test
    void aSideThatCannotBeReachedIsAnsweredWith502AndCounted() {
        candidate.close();
        split(json(100, "null", "null"));
        assertThat(Http.get(router.port(), "/").statusCode()).isEqualTo(502);
        assertThat(router.counts()).isEqualTo(new Counts(0, 1));
    }

    @Test
    void anUpstreamThatRefusesIsPassedOverForItsNeighbour() {
        otherStable.close();
        for (int i = 0; i < 4; i++) {
            assertThat(Http.get(router.port(), "/").statusCode()).isEqualTo(200);
        }
        assertThat(stable.served().served()).isEqualTo(4);
        assertThat(Http.json(Http.get(router.adminPort(), "/counts")).encode())
                .isEqualTo("{\"stable\":4,\"candidate\":0}");
    }
}
