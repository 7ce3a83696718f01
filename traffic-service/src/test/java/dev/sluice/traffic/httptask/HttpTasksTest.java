package dev.sluice.traffic.httptask;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.plan.Task;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import dev.sluice.traffic.port.TasksContract;
import dev.sluice.traffic.port.TasksRig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server as docs/steps.md asks for. */
class HttpTasksTest extends TasksContract<Task.Http> {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] KEY = "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8);
    private final HttpClient client = HttpClient.newHttpClient();

    private Tasks<Task.Http> tasks(Function<SecretRef, String> secrets) {
        return new HttpTasks(client, secrets, () -> NOW);
    }

    @Override
    protected TasksRig<Task.Http> open() throws IOException {
        return new Rig();
    }

    @AfterEach
    void closeClient() {
        client.shutdownNow();
    }

    /** Knows each attempt by its key, and answers 202 until it has ended. */
    private final class Rig implements TasksRig<Task.Http> {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final Map<String, Integer> answers = new LinkedHashMap<>();
        private final List<String> requests = new ArrayList<>();
        private final List<Headers> headers = new ArrayList<>();
        private final List<byte[]> bodies = new ArrayList<>();

        Rig() throws IOException {
            server.createContext("/", this::answer);
            server.start();
        }

        private synchronized void answer(HttpExchange exchange) throws IOException {
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            byte[] sent = exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(sent, StandardCharsets.UTF_8));
            headers.add(exchange.getRequestHeaders());
            bodies.add(sent);
            int status = answers.computeIfAbsent(key, each -> 202);
            byte[] body = (status == 422 ? "no such table" : status == 201 ? "report ".repeat(100_000) : "at table 7")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
            if (status != 204) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        }

        synchronized void status(int status) {
            answers.replaceAll((key, known) -> status);
        }

        synchronized List<String> requests() {
            return List.copyOf(requests);
        }

        @Override
        public Tasks<Task.Http> tasks() {
            return HttpTasksTest.this.tasks(ref -> "secret of " + ref.env().orElseThrow());
        }

        @Override
        public Task.Http task() {
            return new Task.Http(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/migrate"),
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public synchronized int begun() {
            return answers.size();
        }

        @Override
        public void end(boolean well) {
            status(well ? 200 : 422);
        }

        @Override
        public Tasks<Task.Http> unreachable() {
            try {
                URI nobody = URI.create("http://127.0.0.1:" + Sockets.free() + "/");
                return (task, errand) -> tasks().run(new Task.Http(nobody, Optional.empty(), Optional.empty()), errand);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private Rig server() {
        return (Rig) opened();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204})
    void theseAnswersSayThatItIsDone(int status) {
        run(errand(1, 7));
        server().status(status);
        assertThat(run(errand(1, 7)))
                .isEqualTo(TaskProgress.succeeded(run(errand(1, 7)).detail()));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 502, 503, 504})
    void theseAskToComeAgain(int status) {
        run(errand(1, 7));
        server().status(status);
        assertThat(run(errand(1, 7))).isInstanceOf(TaskProgress.UnderWay.class);
    }

    /** Nothing is followed elsewhere, and an error of the server's own is a failed attempt: the plan says how often. */
    @ParameterizedTest
    @ValueSource(ints = {206, 301, 302, 400, 401, 403, 404, 409, 500, 501})
    void allOthersSayThatItFailed(int status) {
        run(errand(1, 7));
        server().status(status);
        TaskProgress progress = run(errand(1, 7));
        assertThat(progress).isEqualTo(TaskProgress.failed(progress.detail()));
        assertThat(progress.detail()).contains("answered " + status);
    }

    @Test
    void theServerHearsWhatItIsAbout() {
        run(errand(2, 7));
        assertThat(server().requests())
                .singleElement()
                .isEqualTo("POST null {\"rollout\":\"" + errand(2, 7).rollout()
                        + "\",\"target\":\"demo/checkout\",\"version\":\"5.1\",\"step\":\"migrate\",\"attempt\":2"
                        + ",\"place\":\"during\",\"stage\":\"canary\",\"weight\":\"5%\"}");
    }

    @Test
    void theBearerComesFromItsReference() {
        Task.Http task =
                new Task.Http(server().task().url(), Optional.of(SecretRef.ofEnv("HOOK_TOKEN")), Optional.empty());
        server().tasks().run(task, errand(1, 7));
        assertThat(server().requests()).singleElement().asString().contains(" Bearer secret of HOOK_TOKEN ");
    }

    private Task.Http signed() {
        return new Task.Http(
                server().task().url(),
                Optional.of(SecretRef.ofEnv("HOOK_TOKEN")),
                Optional.of(SecretRef.ofEnv("HOOK_KEY")));
    }

    /** By nothing but what a receiver has: the headers, the bytes that came, and the key. */
    private static String expected(Headers headers, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        String before = headers.getFirst("webhook-id") + "." + headers.getFirst("webhook-timestamp") + ".";
        mac.update(before.getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    @Test
    void aReceiverCanVerifyTheSignatureByItself() throws Exception {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(KEY);

        tasks(ref -> secret).run(signed(), errand(1, 7));

        Headers headers = server().headers.getFirst();
        assertThat(headers.getFirst("webhook-signature"))
                .isEqualTo(expected(headers, server().bodies.getFirst()));
        assertThat(headers.getFirst("webhook-id")).isEqualTo(headers.getFirst("Idempotency-Key"));
        assertThat(headers.getFirst("webhook-timestamp")).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer " + secret);
    }

    @Test
    void whatIsNotToBeSignedIsNot() {
        run(errand(1, 7));
        assertThat(server().headers).singleElement().satisfies(headers -> assertThat(headers)
                .doesNotContainKey("Webhook-signature"));
    }

    @Test
    void aKeyOfAnotherFormIsAFailureThatDoesNotShowIt() {
        TaskProgress progress = tasks(ref -> "hunter2").run(signed(), errand(1, 7));

        assertThat(progress)
                .isEqualTo(TaskProgress.failed(
                        "the secret at env HOOK_KEY is not of the form whsec_<base64 of 24 to 64 bytes>"));
        assertThat(server().requests()).isEmpty();
    }

    @Test
    void aKeyThatIsNotThereIsAFailure() {
        Tasks<Task.Http> none = tasks(ref -> {
            throw new IllegalStateException("the variable " + ref.env().orElseThrow() + " is not set");
        });

        TaskProgress progress = none.run(signed(), errand(1, 7));

        assertThat(progress).isEqualTo(TaskProgress.failed(progress.detail()));
        assertThat(progress.detail()).contains("the variable HOOK_KEY is not set");
        assertThat(server().requests()).isEmpty();
    }
}
