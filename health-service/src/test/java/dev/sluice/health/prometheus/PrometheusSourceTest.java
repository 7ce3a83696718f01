package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Page;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers mean, from servers that say what they are told to. */
class PrometheusSourceTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Page page = new Page();

    static Metric metric(String query) {
        return new Metric(new Name("m"), new Name("prom"), Unit.RATIO, new Reading.Promql(query));
    }

    static Sample ask(PrometheusSource source, String query) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric(query)), given -> answer.complete(given.sample()));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private PrometheusSource source(URI url, Optional<SecretRef> bearer) {
        return source(new Source.Prometheus(
                new Name("prom"),
                url,
                Span.ofMillis(400),
                Span.ofSeconds(5),
                Map.of(),
                bearer,
                Optional.empty(),
                Optional.empty()));
    }

    private PrometheusSource source(Source.Prometheus source) {
        return new PrometheusSource(source, new Calls(client));
    }

    private Sample answered(String query, String body) {
        return ask(source(page.shows(body).url(), Optional.empty()), query);
    }

    private static String vector(String... series) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + String.join(",", series)
                + "]}}";
    }

    private static String value(String time, String number) {
        return "{\"metric\":{},\"value\":[" + time + ",\"" + number + "\"]}";
    }

    private static String raw(String mark, String time) {
        return "{\"metric\":{\"sluice_selector\":\"" + mark + "\"},\"value\":[100.5,\"" + time + "\"]}";
    }

    @AfterEach
    void close() {
        page.close();
        client.close();
    }

    @Test
    void takesTheTimeOfTheNewestRawSample() {
        assertThat(answered("a / b", vector(value("100.5", "0.25"), raw("0", "99.75"), raw("1", "100.25"))))
                .isEqualTo(new Sample.Value(0.25, java.time.Instant.ofEpochMilli(100_250)));
    }

    @Test
    void isStaleWhenTheNewestRawSampleOfASelectorIsOld() {
        assertThat(answered("a / b", vector(value("100.5", "0.25"), raw("0", "90"), raw("1", "100.25"))))
                .isEqualTo(new Sample.Stale("the newest raw sample is 10500ms old"));
        assertThat(answered("a / b", vector(value("100.5", "0.25")))).isInstanceOf(Sample.Stale.class);
        assertThat(answered("a or vector(0)", vector(value("100.5", "0")))).isInstanceOf(Sample.Value.class);
    }

    @Test
    void hasNoDataForNoSeriesAndForNaN() {
        assertThat(answered("a", vector())).isEqualTo(new Sample.NoData("the query gives no series"));
        assertThat(answered("a", vector(value("100.5", "NaN"), raw("0", "100"))))
                .isEqualTo(new Sample.NoData("the value is NaN"));
    }

    @Test
    void understandsNoInfinity() {
        for (String infinity : List.of("+Inf", "-Inf")) {
            assertThat(answered("a", vector(value("100.5", infinity), raw("0", "100"))))
                    .isEqualTo(new Sample.Failed("the value is " + infinity));
        }
    }

    @Test
    void neverTakesOneOfSeveralSeries() {
        assertThat(answered("a", vector(value("100.5", "1"), value("100.5", "2"))))
                .isEqualTo(new Sample.Failed("several series: expected one, found 2; aggregate the query"));
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThat(answered("a", "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1,\"x\"]}}"))
                .isEqualTo(new Sample.Failed("expected a scalar or one series, the query gives a string"));
        assertThat(answered("a", "<html>")).isInstanceOf(Sample.Failed.class);
        assertThat(answered("a", vector(value("100.5", "one"), raw("0", "100"))))
                .isInstanceOf(Sample.Failed.class);
    }

    @Test
    void saysWhatAServerThatIsNotWellSays() {
        page.answers(503);
        assertThat(answered("a", "Service Unavailable"))
                .isEqualTo(new Sample.Failed("Prometheus answered 503 with something that is no JSON"));
        assertThat(answered("a", "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}"))
                .isEqualTo(new Sample.Failed("Prometheus timeout: query timed out"));
    }

    @Test
    void asksForTheTimesOfTheRawSamplesAgainAfterAQueryThatFailedInItsExecution() {
        PrometheusSource source = source(page.url(), Optional.empty());
        page.answers(422).shows("{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"a store is away\"}");
        assertThat(ask(source, "a")).isEqualTo(new Sample.Failed("Prometheus execution: a store is away"));
        assertThat(page.requests()).isEqualTo(1);

        page.answers(200).shows(vector(value("100.5", "0.25"), raw("0", "90")));
        assertThat(ask(source, "a")).isEqualTo(new Sample.Stale("the newest raw sample is 10500ms old"));
    }

    @Test
    void tellsAMissingRightFromAServerThatIsNotWell() {
        for (int status : new int[] {401, 403}) {
            page.answers(status);
            assertThat(answered("a", "<html>Log in</html>"))
                    .isEqualTo(new Sample.Failed(page.url() + ": no right to read: answered " + status, true));
        }
    }

    @Test
    void answersInTimeWhenTheServerHangs() {
        for (Page.Manner manner : List.of(Page.Manner.HANGS, Page.Manner.HANGS_IN_THE_BODY)) {
            page.now(manner);
            long began = System.nanoTime();
            Sample sample = answered("a", vector(value("100.5", "1")));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(350), Duration.ofSeconds(2));
            assertThat(sample).isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                    .contains("no answer within"));
        }
    }

    @Test
    void saysThatNobodyListens() {
        page.close();
        assertThat(ask(source(page.url(), Optional.empty()), "a"))
                .isEqualTo(new Sample.Failed(page.url() + ": connection refused"));
    }

    @Test
    void sendsTheTokenAndNeverTellsIt(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
        SecretRef ref = new SecretRef(Optional.empty(), Optional.of(token.toString()));
        page.shows(vector(value("100.5", "1"), raw("0", "100")));
        assertThat(ask(source(page.url(), Optional.of(ref)), "a")).isInstanceOf(Sample.Value.class);
        assertThat(page.authorization()).isEqualTo("Bearer s3cret");
        SecretRef missing = SecretRef.ofEnv("SLUICE_TEST_NOT_SET");
        assertThat(ask(source(page.url(), Optional.of(missing)), "a"))
                .isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                        .contains("SLUICE_TEST_NOT_SET"));
    }
}
