package dev.sluice.health.json;

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
import dev.sluice.health.port.MetricSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JsonSourceTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Name SOURCE = new Name("ready");
    private static final Reading STATUS = new Reading.Status();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Page page = new Page();
    private final Page other = new Page();

    private static Reading path(String path) {
        return new Reading.Json(path, Optional.empty(), Reading.Together.LOWEST);
    }

    private static Metric metric(String name, Reading reading) {
        return new Metric(new Name(name), SOURCE, Unit.COUNT, reading);
    }

    private JsonSource source(Map<String, String> headers, Optional<SecretRef> bearer, URI... urls) {
        return source(new Source.Json(SOURCE, List.of(urls), headers, bearer, Span.ofSeconds(5)));
    }

    private JsonSource source(Source.Json source) {
        return new JsonSource(source, new Calls(client), InstantSource.fixed(NOW));
    }

    private Sample ask(Reading reading, URI... urls) {
        return ask(source(Map.of(), Optional.empty(), urls), reading);
    }

    private static Sample ask(JsonSource source, Reading reading) {
        CompletableFuture<Sample> answer = new CompletableFuture<>();
        source.sample(List.of(metric("m", reading)), given -> answer.complete(given.sample()));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Sample read(String path, String body) {
        return ask(path(path), page.shows(body).url());
    }

    private static Sample value(double value) {
        return new Sample.Value(value, NOW);
    }

    private Sample failed(String path, String why) {
        return new Sample.Failed(page.url() + ": " + path + ": " + why);
    }

    private Sample none(String path, String why) {
        return new Sample.NoData(page.url() + ": " + path + ": " + why);
    }

    @AfterEach
    void close() {
        page.close();
        other.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $.agents_loaded                      | {"agents_loaded": 61}                                     | 61
            $.ratio                              | {"ratio": 1e-9}                                           | 1e-9
            $['a b'].c                           | {"a b": {"c": -2.5}}                                      | -2.5
            $.a.b[0]                             | {"a": {"b": [3, 4]}}                                      | 3
            $[1]                                 | [5, 6]                                                    | 6
            $                                    | 7                                                         | 7
            $.database                           | {"database": true}                                        | 1
            $.database                           | {"database": false}                                       | 0
            $.checks[?(@.name=='db')].free       | {"checks": [{"name":"a","free":1},{"name":"db","free":2}]} | 2
            $.checks[?(@.of == ["a"])].free      | {"checks": [{"of":["a"],"free":1},{"of":[],"free":2}]}   | 1
            $.jobs.length()                      | {"jobs": [1, 2, 3]}                                       | 3
            """)
    void readsANumberOrABooleanAtThePath(String path, String body, double expected) {
        assertThat(read(path, body)).isEqualTo(value(expected));
    }

    @Test
    void makesANumberOfAText() {
        Reading up = new Reading.Json("$.status", Optional.of("UP"), Reading.Together.LOWEST);
        assertThat(ask(up, page.shows("{\"status\":\"UP\"}").url())).isEqualTo(value(1));
        assertThat(ask(up, page.shows("{\"status\":\"DOWN\"}").url())).isEqualTo(value(0));
        assertThat(ask(up, page.shows("{\"status\":1}").url()))
                .isEqualTo(failed("$.status", "expected a text, found a number"));
        assertThat(ask(up, page.shows("{}").url())).isEqualTo(none("$.status", "matches nothing"));
    }

    @Test
    void hasNoDataWhereThereIsNoNumber() {
        assertThat(read("$.a", "{\"b\":1}")).isEqualTo(none("$.a", "matches nothing"));
        assertThat(read("$.a.b", "{\"a\":1}")).isEqualTo(none("$.a.b", "matches nothing"));
        assertThat(read("$.a[3]", "{\"a\":[1]}")).isEqualTo(none("$.a[3]", "is null or not there"));
        assertThat(read("$.a", "{\"a\":null}")).isEqualTo(none("$.a", "is null or not there"));
        assertThat(read("$.a", "{\"a\":1e999}")).isEqualTo(failed("$.a", "the value is +Inf"));
        assertThat(read("$.a[?(@.x==1)].y", "{\"a\":[]}")).isEqualTo(none("$.a[?(@.x==1)].y", "matches nothing"));
    }

    @Test
    void neverTakesOneOfSeveralMatches() {
        assertThat(read("$..free", "{\"a\":{\"free\":1},\"b\":{\"free\":2}}"))
                .isEqualTo(failed("$..free", "expected one match, found 2"));
    }

    @Test
    void failsOnWhatIsNoNumber() {
        String expected = "expected a number, true or false, found ";
        assertThat(read("$.a", "{\"a\":\"61\"}")).isEqualTo(failed("$.a", expected + "a text"));
        assertThat(read("$.a", "{\"a\":[]}")).isEqualTo(failed("$.a", expected + "a list"));
        assertThat(read("$.a", "{\"a\":{}}")).isEqualTo(failed("$.a", expected + "an object"));
        for (String body : List.of("", "<html>", "{\"a\":1", "{\"a\":1} 2", "{\"a\":NaN}", "{\"a\":1,\"a\":2}")) {
            assertThat(read("$.a", body)).as(body).isEqualTo(failed("$.a", "the answer is no JSON"));
        }
    }

    /** As health endpoints answer: with a 503, and what is wrong in its JSON. */
    @Test
    void readsWhatAnInstanceThatIsNotWellSaysOfItself() {
        page.shows("{\"status\":\"DOWN\"}").answers(503);
        Reading.Json up = new Reading.Json("$.status", Optional.of("UP"), Reading.Together.LOWEST);

        assertThat(ask(up, page.url())).isEqualTo(value(0));
    }

    @Test
    void failsWhenAnInstanceIsNotWell() {
        assertThat(ask(path("$.a"), page.shows("{\"b\":1}").answers(503).url()))
                .isEqualTo(failed("$.a", "answered 503"));
        assertThat(ask(path("$.a"), page.shows("sorry").url())).isEqualTo(failed("$.a", "answered 503"));
        other.shows("{\"a\":1}");
        page.close();
        assertThat(ask(path("$.a"), other.url(), page.url())).isEqualTo(failed("$.a", "connection refused"));
    }

    @ParameterizedTest
    @EnumSource
    void takesTheInstancesTogether(Reading.Together of) {
        page.shows("{\"a\":3}");
        other.shows("{\"a\":5}");
        Sample sample = ask(new Reading.Json("$.a", Optional.empty(), of), page.url(), other.url());
        assertThat(sample)
                .isEqualTo(value(
                        switch (of) {
                            case LOWEST -> 3;
                            case HIGHEST -> 5;
                            case SUM -> 8;
                        }));
    }

    @Test
    void isWellWhenEveryInstanceAnswersSo() {
        page.answers(204);
        assertThat(ask(STATUS, page.url(), other.url())).isEqualTo(value(1));
        page.answers(503);
        assertThat(ask(STATUS, other.url(), page.url()))
                .isEqualTo(new Sample.Value(0, NOW, Optional.of(page.url() + ": answered 503")));
        page.answers(302);
        assertThat(ask(STATUS, page.url())).isInstanceOfSatisfying(Sample.Value.class, down -> assertThat(down.value())
                .isZero());
    }

    @Test
    void takesAnInstanceThatIsGoneForOneThatIsDown() {
        page.close();
        assertThat(ask(STATUS, other.url(), page.url()))
                .isEqualTo(new Sample.Value(0, NOW, Optional.of(page.url() + ": connection refused")));
        JsonSource impatient =
                source(new Source.Json(SOURCE, List.of(other.url()), Map.of(), Optional.empty(), Span.ofMillis(400)));
        for (Page.Manner manner : List.of(Page.Manner.HANGS, Page.Manner.HANGS_IN_THE_BODY)) {
            other.shows("{}").now(manner);
            long began = System.nanoTime();
            assertThat(ask(impatient, STATUS))
                    .isEqualTo(new Sample.Value(0, NOW, Optional.of(other.url() + ": no answer within 400ms")));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void takesAMissingRightForNoEvidence() {
        for (int status : new int[] {401, 403}) {
            Sample hidden = new Sample.Failed(page.url() + ": no right to read: answered " + status, true);
            page.answers(status);
            assertThat(ask(STATUS, page.url(), other.url())).isEqualTo(hidden);
            assertThat(ask(path("$.a"), page.url())).isEqualTo(hidden);
        }
        other.answers(500);
        assertThat(ask(STATUS, page.url(), other.url())).as("one is down").isInstanceOf(Sample.Value.class);
    }

    @Test
    void asksAnInstanceOnceForAllMetrics() throws InterruptedException {
        page.shows("{\"a\":1,\"b\":2}");
        List<Metric> metrics = List.of(metric("a", path("$.a")), metric("b", path("$.b")), metric("s", STATUS));
        BlockingQueue<MetricSource.Answer> answers = new LinkedBlockingQueue<>();
        source(Map.of(), Optional.empty(), page.url()).sample(metrics, answers::add);
        for (Metric metric : metrics) {
            assertThat(answers.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new MetricSource.Answer(
                            metric, value(metric.name().text().equals("b") ? 2 : 1)));
        }
        assertThat(page.requests()).isEqualTo(1);
    }

    @Test
    void failsOnAReadingOfAnotherSource() {
        assertThat(ask(new Reading.Promql("up"), page.url())).isInstanceOf(Sample.Failed.class);
    }

    @Test
    void sendsHeadersAndTheTokenAndNeverTellsIt(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
        SecretRef ref = new SecretRef(Optional.empty(), Optional.of(token.toString()));
        JsonSource source = source(Map.of("X-Health-Check", "sluice"), Optional.of(ref), page.url());
        assertThat(ask(source, STATUS)).isEqualTo(value(1));
        assertThat(page.header("X-Health-Check")).isEqualTo("sluice");
        assertThat(page.authorization()).isEqualTo("Bearer s3cret");
        Files.writeString(token, "rotated");
        assertThat(ask(source, STATUS)).isEqualTo(value(1));
        assertThat(page.authorization()).isEqualTo("Bearer rotated");
    }

    @Test
    void asksNobodyWithoutItsSecret() {
        SecretRef missing = SecretRef.ofEnv("SLUICE_TEST_NOT_SET");
        JsonSource source = source(Map.of(), Optional.of(missing), page.url());
        for (Reading reading : Set.of(STATUS, path("$.a"))) {
            assertThat(ask(source, reading))
                    .isInstanceOfSatisfying(Sample.Failed.class, failed -> assertThat(failed.reason())
                            .contains("SLUICE_TEST_NOT_SET"));
        }
        assertThat(page.requests()).isZero();
    }
}
