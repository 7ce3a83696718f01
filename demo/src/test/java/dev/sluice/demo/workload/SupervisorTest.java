package dev.sluice.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.demo.Eventually;
import dev.sluice.demo.Http;
import dev.sluice.demo.InvalidInput;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.TargetOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of docs/http-workload-contract.md, on the reference implementation. */
class SupervisorTest {
    private static final String PATH = "/workloads/green";
    private static final String DOWN =
            "{\"replicas\":0,\"claim\":{\"rollout\":\"checkout-k3v5q2m7pd\",\"version\":17,\"epoch\":3}}";

    private final SampleTarget answers = SampleTarget.start(new TargetOptions(0, "5.1", 1));
    private Path folder;
    private Supervisor supervisor;

    @BeforeEach
    void start(@TempDir Path empty) {
        folder = empty;
        supervisor = start("exec sleep 600");
    }

    private Supervisor start(String program) {
        return Supervisor.start(new SupervisorOptions(
                0,
                "green",
                URI.create("http://127.0.0.1:" + answers.port() + "/health/ready"),
                folder.resolve("green.json"),
                List.of("sh", "-c", program)));
    }

    @AfterEach
    void close() {
        supervisor.close();
        answers.close();
    }

    private HttpResponse<String> get() {
        return Http.get(supervisor.port(), PATH);
    }

    private HttpResponse<String> put(String body) {
        return Http.put(supervisor.port(), PATH, body, "If-Match", etag(get()));
    }

    private HttpResponse<String> delete(String etag) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(Http.local(supervisor.port(), PATH))
                    .header("If-Match", etag)
                    .DELETE()
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("etag").orElseThrow();
    }

    private int running() {
        return Http.json(get()).getInteger("running");
    }

    @Test
    void runsItsProgramAndCountsIt() {
        assertThat(get().body()).isEqualTo("{\"replicas\":1,\"running\":1,\"ready\":1,\"claim\":null}");
    }

    @Test
    void whatIsNotReadyIsRunningAllTheSame() {
        answers.close();
        assertThat(Http.json(get()).getInteger("running")).isOne();
        assertThat(Http.json(get()).getInteger("ready")).isZero();
    }

    @Test
    void endsTheProgramAndKeepsTheClaim() {
        ProcessHandle before = supervisor.instance().orElseThrow();
        HttpResponse<String> answer = put(DOWN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Http.json(answer).getInteger("replicas")).isZero();
        Eventually.until("its process is gone", () -> running() == 0);
        assertThat(before.isAlive()).isFalse();
        assertThat(Http.json(get()).getJsonObject("claim")).isEqualTo(new JsonObject(DOWN).getJsonObject("claim"));
    }

    @Test
    void whatEndsByItselfComesBack() {
        ProcessHandle before = supervisor.instance().orElseThrow();
        before.destroyForcibly();
        Eventually.until("another instance runs", () -> supervisor
                .instance()
                .filter(now -> now.pid() != before.pid())
                .isPresent());
        assertThat(running()).isOne();
    }

    @Test
    void nothingComesBackAfterARestartOfTheSupervisor() {
        put(DOWN);
        Eventually.until("its process is gone", () -> running() == 0);
        supervisor.close();
        supervisor = start("exec sleep 600");
        assertThat(running()).isZero();
        assertThat(Http.json(get()).getInteger("replicas")).isZero();
        assertThat(Http.json(get()).getJsonObject("claim").getString("rollout")).isEqualTo("checkout-k3v5q2m7pd");
    }

    @Test
    void aProgramThatDoesNotHearIsCountedUntilItIsGone() {
        supervisor.close();
        supervisor = start("trap '' TERM; while :; do sleep 1; done");
        put(DOWN);
        assertThat(running()).isOne();
        Eventually.until("it was killed", () -> running() == 0);
    }

    @Test
    void aWriterThatHasNotSeenItChangesNothing() {
        String old = etag(get());
        assertThat(put(DOWN.replace(":0,", ":1,")).statusCode()).isEqualTo(200);
        HttpResponse<String> late = Http.put(supervisor.port(), PATH, DOWN, "If-Match", old);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(Http.put(supervisor.port(), PATH, DOWN).statusCode()).isEqualTo(428);
        assertThat(running()).isOne();
    }

    @Test
    void isForgottenOnlyOnceNothingRuns() throws Exception {
        assertThat(delete(etag(get())).statusCode()).isEqualTo(409);
        put(DOWN);
        Eventually.until("its process is gone", () -> running() == 0);
        assertThat(delete(etag(get())).statusCode()).isEqualTo(204);
        HttpResponse<String> gone = get();
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"claim\":{\"rollout\":\"a\",\"version\":1,\"epoch\":1}} | replicas",
                "{\"replicas\":2,\"claim\":{\"rollout\":\"a\",\"version\":1,\"epoch\":1}} | replicas",
                "{\"replicas\":0} | claim",
                "{\"replicas\":0,\"claim\":{\"version\":1,\"epoch\":1}} | claim.rollout",
                "{\"replicas\":0,\"claim\":{\"rollout\":\"a\",\"version\":-1,\"epoch\":1}} | claim.version",
                "nothing | body"
            })
    void aBadBodyIsAnsweredWithTheNameOfTheField(String body, String field) {
        HttpResponse<String> answer = put(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.json(answer).getString("field")).isEqualTo(field);
        assertThat(running()).isOne();
    }

    @Test
    void theProgramStandsBehindTwoDashes() {
        String[] arguments = {
            "--port=0", "--name", "green", "--ready=http://h:1/r", "--state=f", "--", "a", "--port", "2"
        };
        assertThat(SupervisorOptions.read(arguments, Map.of()).command()).containsExactly("a", "--port", "2");
        String[] without = {"--name", "green", "--ready=http://h:1/r", "--state=f"};
        assertThatThrownBy(() -> SupervisorOptions.read(without, Map.of()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--");
    }
}
