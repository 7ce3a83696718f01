package dev.sluice.demo.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Http;
import dev.sluice.demo.WallClock;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTargetTest {
    private final SampleTarget target = SampleTarget.start(new TargetOptions(0, "5.1.0", 7));

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void answersWithItsVersion() {
        HttpResponse<String> answer = Http.get(target.port(), "/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Http.version(answer)).isEqualTo("5.1.0");
        assertThat(Http.json(answer).getString("version")).isEqualTo("5.1.0");
    }

    @Test
    void aMessageOnAWebSocketIsARequest() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + target.port() + "/talk"), listener(heard))
                .get(5, TimeUnit.SECONDS);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("5.1.0");

        socket.sendText("hello", true).get(5, TimeUnit.SECONDS);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("ok");
        target.behave(Behaviour.failing(1, Duration.ZERO));
        socket.sendText("hello", true).get(5, TimeUnit.SECONDS);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("error");

        assertThat(target.served().received()).isEqualTo(2);
        assertThat(target.served().bad()).isEqualTo(1);
        socket.abort();
    }

    private static WebSocket.Listener listener(BlockingQueue<String> heard) {
        return new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                heard.add(text.toString());
                socket.request(1);
                return null;
            }
        };
    }

    @Test
    void showsItsHealthAndComesBackWithTheProbersHeader() {
        HttpResponse<String> live = Http.get(target.port(), "/health/live", "X-Health-Check", "kubernetes");
        assertThat(live.headers().firstValue("X-Health-Check")).contains("kubernetes");
        assertThat(Http.json(live).fieldNames())
                .containsExactly("status", "timestamp", "version", "uptime", "basic_functionality");
        JsonObject ready = Http.json(Http.get(target.port(), "/health/ready"));
        assertThat(ready.getBoolean("ready_for_traffic")).isTrue();
        assertThat(ready.getJsonObject("checks").fieldNames())
                .containsExactly(
                        "agents_loaded",
                        "workflow_initialized",
                        "database_connected",
                        "redis_connected",
                        "external_services");
        assertThat(Http.json(Http.get(target.port(), "/health/startup"))
                        .getJsonObject("initialization")
                        .fieldNames())
                .containsExactly("config_loaded", "agents_initialized", "workflow_engine", "hooks_registered");
    }

    @Test
    void aTargetThatIsNotReadySaysSoWith503() {
        Http.put(target.port(), "/admin/behaviour", "{\"ready\":false}");
        HttpResponse<String> ready = Http.get(target.port(), "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(Http.json(ready).getString("status")).isEqualTo("not_ready");
        assertThat(Http.get(target.port(), "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void failsAsOftenAsItIsTold() {
        HttpResponse<String> set =
                Http.put(target.port(), "/admin/behaviour", "{\"errorRate\":\"20%\",\"latency\":\"1ms\"}");
        assertThat(Http.json(set).getString("errorRate")).isEqualTo("20%");
        assertThat(Http.json(Http.get(target.port(), "/admin/behaviour")).getString("latency"))
                .isEqualTo("1ms");
        long failures = IntStream.range(0, 500)
                .filter(i -> Http.get(target.port(), "/").statusCode() == 500)
                .count();
        // The seed is fixed, so this is one outcome and not a chance; the bounds are 20 % and 3 deviations.
        assertThat(failures).isBetween(73L, 127L);
        assertThat(target.served().bad()).isEqualTo(failures);
    }

    @Test
    void recordsTheFirstBadResponseSinceTheLastChangeAndTheLastRequest() {
        Http.get(target.port(), "/");
        assertThat(target.served().firstBad()).isEmpty();
        target.behave(Behaviour.failing(1, java.time.Duration.ZERO));
        long before = WallClock.epochMicros();
        Http.get(target.port(), "/");
        long between = WallClock.epochMicros();
        Http.get(target.port(), "/");
        ServiceRecord record = ServiceRecord.from(Http.json(Http.get(target.port(), "/admin/record")));
        assertThat(record).isEqualTo(target.served());
        assertThat(record.firstBad().orElseThrow()).isBetween(before, between);
        assertThat(record.lastReceived().orElseThrow()).isGreaterThanOrEqualTo(between);
        assertThat(record.exposureMicros()).isPresent();
        assertThat(record.received()).isEqualTo(3);
        assertThat(record.bad()).isEqualTo(2);
        target.behave(Behaviour.HEALTHY);
        assertThat(target.served().firstBad()).isEmpty();
    }

    @Test
    void countsApplicationRequestsOnly() {
        Http.get(target.port(), "/");
        Http.get(target.port(), "/health/live");
        Http.get(target.port(), "/metrics");
        Http.get(target.port(), "/admin/record");
        assertThat(target.served().served()).isEqualTo(1);
        assertThat(Http.get(target.port(), "/metrics").body())
                .contains("http_requests_total{status=\"200\",version=\"5.1.0\"} 1.0\n")
                .contains("http_requests_total{status=\"500\",version=\"5.1.0\"} 0.0\n")
                .contains("http_request_duration_seconds_bucket{version=\"5.1.0\",le=\"0.5\"} 1\n")
                .contains("http_request_duration_seconds_count{version=\"5.1.0\"} 1\n");
    }

    @Test
    void gaugesFollowTheBehaviour() {
        Http.put(
                target.port(),
                "/admin/behaviour",
                "{\"agentsFailed\":6,\"workflowErrorRate\":\"100%\",\"memory\":\"91%\",\"cpu\":\"86%\"}");
        Http.get(target.port(), "/");
        assertThat(Http.get(target.port(), "/metrics").body())
                .contains("agents_active{version=\"5.1.0\"} 55.0\n")
                .contains("agents_failed{version=\"5.1.0\"} 6.0\n")
                .contains("workflow_errors_total{version=\"5.1.0\"} 1.0\n")
                .contains("workflow_success_total{version=\"5.1.0\"} 0.0\n")
                .contains("process_memory_usage_ratio{version=\"5.1.0\"} 0.91\n")
                .contains("process_cpu_usage_ratio{version=\"5.1.0\"} 0.86\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errorRate\":20} | errorRate",
                "{\"errorRate\":\"20\"} | errorRate",
                "{\"latency\":\"50\"} | latency",
                "{\"latency\":\"2m\"} | latency",
                "{\"agentsFailed\":62} | agentsFailed",
                "{\"agentsFailed\":\"5\"} | agentsFailed",
                "{\"memory\":\"x\"} | memory",
                "{\"ready\":\"no\"} | ready",
                "{\"errorrate\":\"20%\"} | errorrate",
                "[] | body",
                "{ | body"
            })
    void badInputIsRefusedByNameAndChangesNothing(String body, String field) {
        HttpResponse<String> answer = Http.put(target.port(), "/admin/behaviour", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(Http.json(answer).getString("field")).isEqualTo(field);
        assertThat(target.behaviour()).isEqualTo(Behaviour.HEALTHY);
    }
}
