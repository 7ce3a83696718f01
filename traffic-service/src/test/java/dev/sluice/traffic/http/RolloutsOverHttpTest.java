package dev.sluice.traffic.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testkit.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a caller over HTTP gets, with a real broker behind it. The last test stops the broker. Longer than 300 lines because
 * all of it shares one broker and one running service.
 */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutsOverHttpTest {
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";
    private static final String WISH = "{\"who\": \"ann\", \"reason\": \"to see\"}";

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI base;

    @SuppressWarnings("NullAway.Init")
    Runnable stopBroker;

    private Api api;

    @BeforeEach
    void begin() {
        api = new Api(base);
    }

    private static byte[] plan(String application, String... more) {
        return ("""
                target: demo/%s
                version: "5.1"
                routers:
                  - {type: http, name: %s-edge, url: "http://127.0.0.1:9001/%s"}
                sources:
                  - {type: scrape, name: candidate, urls: ["http://127.0.0.1:8091/metrics"]}
                """.formatted(application, application, application) + String.join("\n", more)).getBytes(UTF_8);
    }

    private Api.Answer start(String application, String key) {
        return api.post("rollouts?by=ann&reason=release", YAML, plan(application), "Idempotency-Key", key);
    }

    private String started(String application) {
        Api.Answer answer = start(application, "key-" + application);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        String rollout = answer.json().path("rollout").asText();
        api.untilPhase(rollout, "observing");
        return rollout;
    }

    private void steer(String rollout, String verb) {
        Api.Answer answer = api.post("rollouts/" + rollout + "/" + verb, JSON, WISH.getBytes(UTF_8));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
    }

    @Test
    void aStartIsTakenAndItsLocationLeadsToTheRollout() {
        Api.Answer answer = start("located", "k-1");
        assertThat(answer.status()).isEqualTo(202);
        String rollout = answer.json().path("rollout").asText();
        assertThat(answer.header("Location")).endsWith("/rollouts/" + rollout);
        api.untilPhase(rollout, "observing");
        JsonNode detail = api.get(answer.header("Location")).json();
        assertThat(detail.path("weight").asText()).isEqualTo("5%");
        assertThat(detail.path("stage").asText()).isEqualTo("canary-start");
        assertThat(detail.path("stages")).hasSize(4);
        assertThat(api.get("rollouts").response().body()).contains(rollout);
    }

    @Test
    void theSameKeyIsTheSameRolloutAndAnotherPlanUnderItIsRefused() {
        String rollout = started("once");
        assertThat(start("once", "key-once").json().path("rollout").asText()).isEqualTo(rollout);
        Api.Answer other = api.post("rollouts", YAML, plan("once", "speedup: 60x"), "Idempotency-Key", "key-once");
        assertThat(other.status()).isEqualTo(202);
        untilEvent(rollout, "dev.sluice.command.refused.v1");
        assertThat(events(rollout).stream().filter("dev.sluice.rollout.requested.v1"::equals))
                .hasSize(1);
    }

    private List<String> events(String rollout) {
        return api.get("rollouts/" + rollout + "/events?follow=false")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("event:"))
                .map(line -> line.substring(6).strip())
                .toList();
    }

    private void untilEvent(String rollout, String type) {
        dev.sluice.testkit.Await.until(type, () -> events(rollout).contains(type));
    }

    @Test
    void aFreezeOfEverythingHoldsWhatComesAndLetsItGoWhenLifted() {
        freeze("freeze");
        dev.sluice.testkit.Await.until(
                "frozen", () -> api.get("freezes").response().body().contains("sluice/all"));
        String rollout = start("frozen", "key-frozen").json().path("rollout").asText();
        api.untilPhase(rollout, "ready");
        JsonNode detail = api.get("rollouts/" + rollout).json();
        assertThat(detail.path("frozen").asBoolean()).isTrue();
        assertThat(detail.path("freeze").path("by").path("who").asText()).isEqualTo("ann");
        freeze("thaw");
        api.untilPhase(rollout, "observing");
        assertThat(api.get("freezes").json().path("freezes")).isEmpty();
    }

    @Test
    void aTargetsOwnFreezeStandsWhenTheOneOverEverythingIsLifted() {
        freeze("freeze");
        dev.sluice.testkit.Await.until("all is frozen", () -> frozen().contains("sluice/all"));
        String own = WISH.replace("}", ",\"target\":\"http/twice-frozen\"}");
        assertThat(api.post("freezes/freeze", JSON, own.getBytes(UTF_8)).status())
                .isEqualTo(202);
        dev.sluice.testkit.Await.until("the target is too", () -> frozen().contains("twice-frozen"));
        freeze("thaw");
        dev.sluice.testkit.Await.until("the one over all is lifted", () -> !frozen().contains("sluice/all"));
        assertThat(frozen()).contains("http/twice-frozen");
        assertThat(api.post("freezes/thaw", JSON, own.getBytes(UTF_8)).status()).isEqualTo(202);
        dev.sluice.testkit.Await.until("nothing is frozen", () -> !frozen().contains("twice-frozen"));
    }

    private String frozen() {
        return api.get("freezes").response().body();
    }

    private void freeze(String verb) {
        assertThat(api.post("freezes/" + verb, JSON, WISH.getBytes(UTF_8)).status())
                .isEqualTo(202);
    }

    @Test
    void personsSteerIt() {
        String rollout = started("steered");
        steer(rollout, "pause");
        untilEvent(rollout, "dev.sluice.rollout.paused.v1");
        assertThat(api.get("rollouts/" + rollout).json().path("paused").asBoolean())
                .isTrue();
        steer(rollout, "resume");
        untilEvent(rollout, "dev.sluice.rollout.resumed.v1");
        steer(rollout, "abort");
        api.untilPhase(rollout, "aborted");
        assertThat(api.get("rollouts/" + rollout).json().path("weight").asText())
                .isEqualTo("0%");
        steer(rollout, "pause");
        untilEvent(rollout, "dev.sluice.command.refused.v1");
    }

    /** What is wrong with the body, and the field that the problem names. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            target: demo            | target
            onConflict: fight       | onConflict
            speedup: 60             | speedup
            nonsense: 1             | nonsense
            routers: []             | routers
            """)
    void aPlanThatIsRefusedNamesTheField(String line, String field) {
        String first = line.substring(0, line.indexOf(':'));
        String body = Arrays.stream(new String(plan("refused"), UTF_8).split("\n(?=[a-z])"))
                        .filter(part -> !part.startsWith(first + ":"))
                        .reduce("", (all, part) -> all + part.stripTrailing() + "\n")
                + line;
        problem(api.post("rollouts", YAML, body.getBytes(UTF_8)), 400, field);
        problem(api.post("doctor", YAML, body.getBytes(UTF_8)), 400, field);
    }

    private static void problem(Api.Answer answer, int status, String field) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("field").asText()).startsWith(field);
    }

    @Test
    void aWishWithoutItsReasonIsRefused() {
        String rollout = started("reasonless");
        problem(api.post("rollouts/" + rollout + "/pause", JSON, "{\"who\": \"ann\"}".getBytes(UTF_8)), 400, "reason");
        problem(api.post("rollouts/" + rollout + "/pause", JSON, "{\"why\": 1}".getBytes(UTF_8)), 400, "why");
        problem(api.post("rollouts/" + rollout + "/pause", JSON, "{".getBytes(UTF_8)), 400, "");
        problem(api.post("rollouts/" + rollout + "/pause", JSON, new byte[0]), 400, "");
    }

    @Test
    void anIdempotencyKeyWithSpacesIsRefused() {
        problem(start("keyed", "two words"), 400, "idempotencyKey");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        problem(api.get("rollouts/checkout-aaaaaaaaaa"), 404, "");
        problem(api.post("rollouts/checkout-aaaaaaaaaa/pause", JSON, WISH.getBytes(UTF_8)), 404, "");
        problem(api.get("rollouts/NOT-AN-ID"), 400, "rollout");
        assertThat(api.post("rollouts/checkout-aaaaaaaaaa/explode", JSON, WISH.getBytes(UTF_8))
                        .status())
                .isIn(404, 405);
    }

    @Test
    void tenMegabytesAreTooMuch() {
        byte[] large = new byte[10 << 20];
        Arrays.fill(large, (byte) '#');
        int status;
        try {
            status = api.post("rollouts", YAML, large).status();
        } catch (java.io.UncheckedIOException closedWhileSending) {
            status = 413;
        }
        assertThat(status).isEqualTo(413);
        byte[] overPlan = new byte[300 << 10];
        Arrays.fill(overPlan, (byte) '#');
        problem(api.post("rollouts", YAML, overPlan), 400, "");
    }

    @Test
    void anotherMediaTypeIsNotSupported() {
        assertThat(api.post("rollouts", "text/csv", plan("csv")).status()).isEqualTo(415);
    }

    @Test
    void theStreamReplaysWhatIsKnownAndGoesOnWhereItWasLeft() {
        String rollout = started("streamed");
        try (Stream<String> lines = api.stream("rollouts/" + rollout + "/events")) {
            List<String> ids = new ArrayList<>();
            List<String> types = new ArrayList<>();
            lines.takeWhile(line -> types.size() < 4 || !line.isEmpty()).forEach(line -> {
                if (line.startsWith("id:")) {
                    ids.add(line.substring(3).strip());
                } else if (line.startsWith("event:")) {
                    types.add(line.substring(6).strip());
                }
            });
            assertThat(types)
                    .containsExactly(
                            "dev.sluice.rollout.requested.v1",
                            "dev.sluice.rollout.started.v1",
                            "dev.sluice.stage.started.v1",
                            "dev.sluice.traffic.switched.v1");
            String rest = api.get("rollouts/" + rollout + "/events?follow=false", "Last-Event-ID", ids.get(1))
                    .response()
                    .body();
            assertThat(rest).contains("stage.started", "traffic.switched").doesNotContain("rollout.requested");
        }
        try (Stream<String> live = api.stream("rollouts/" + rollout + "/events")) {
            steer(rollout, "pause");
            assertThat(live.anyMatch(line -> line.contains("rollout.paused"))).isTrue();
        }
    }

    @Test
    void aDryRunTellsEveryWriteAndStartsNothing() {
        Api.Answer answer = api.post("rollouts?dryRun=true", YAML, plan("dry"), "Idempotency-Key", "dry-1");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode stages = answer.json().path("stages");
        assertThat(stages).hasSize(4);
        assertThat(stages.get(0).path("routers").get(0).path("writes").toString())
                .contains("5%");
        assertThat(answer.json().path("restore").toString()).contains("0%");
        assertThat(api.get("rollouts/" + answer.json().path("rollout").asText()).status())
                .isEqualTo(404);
    }

    @Test
    void theDoctorReadsEveryRouter() {
        JsonNode checks = api.post("doctor", YAML, plan("ill")).json().path("checks");
        assertThat(checks).hasSize(2);
        assertThat(checks.get(0).path("ok").asBoolean()).isTrue();
        assertThat(checks.get(0).path("detail").asText()).contains("candidate has 0%");
        assertThat(checks.get(1).path("what").asText()).endsWith("right to write");
        assertThat(checks.get(1).path("ok").asBoolean()).isTrue();
    }

    @Test
    void theDoctorTellsWhatKafkaAllows() {
        JsonNode checks = api.get("doctor/kafka").json().path("checks");
        assertThat(checks.findValues("ok")).hasSize(7).allMatch(JsonNode::asBoolean);
        assertThat(checks.findValuesAsText("what"))
                .contains("topic sluice.rollouts", "topic sluice.measurements", "group sluice-traffic");
        assertThat(checks.findValuesAsText("detail").subList(1, 7)).containsOnly("no authorizer or every right");
    }

    @Test
    void consumerLagIsMeasuredPerTopicAndReader() {
        started("measured");
        List<String> readers = List.of(
                "reader=\"owned\",topic=\"sluice.commands\"",
                "reader=\"journal\",topic=\"sluice.rollouts\"",
                "reader=\"pulses\",topic=\"sluice.measurements\"");
        Await.until("all is read, and said so", () -> {
            String metrics = api.get("q/metrics").response().body();
            return readers.stream().allMatch(each -> metrics.contains("sluice_consumer_lag{" + each + "} 0.0"));
        });
    }

    @Test
    void theInterfaceDescribesItself() {
        Api.Answer answer = api.get("q/openapi?format=json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("paths").fieldNames())
                .toIterable()
                .contains("/rollouts", "/rollouts/{id}", "/doctor", "/events", "/rollouts/{id}/events");
        assertThat(api.get("q/health/ready").status()).isEqualTo(200);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void withoutTheBrokerAStartIsRefusedAndReadsGoOn() {
        String rollout = started("orphaned");
        stopBroker.run();
        Api.Answer answer = start("late", "k-late");
        problem(answer, 503, "");
        assertThat(answer.json().path("detail").asText()).contains("Idempotency-Key");
        problem(api.post("rollouts/" + rollout + "/pause", JSON, WISH.getBytes(UTF_8)), 503, "");
        assertThat(api.get("rollouts/" + rollout).status()).isEqualTo(200);
    }
}
