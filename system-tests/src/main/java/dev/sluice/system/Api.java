package dev.sluice.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The HTTP interface of one service, as a client has it. Answers of any status are answers. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private final URI base;

    public Api(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** An answer: its status, its headers through {@code raw}, and its body. */
    public record Answer(int status, String body, HttpResponse<String> raw) {
        public JsonNode json() {
            return Api.json(body);
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    public URI address() {
        return base;
    }

    public Answer get(String path, Map<String, String> headers) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET(), headers);
    }

    public Answer get(String path) {
        return get(path, Map.of());
    }

    /** Starts a rollout of a plan in YAML. */
    public Answer start(String plan, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/rollouts?by=system-test&reason=a+test"))
                .header("content-type", "application/yaml")
                .POST(BodyPublishers.ofString(plan));
        return send(request, headers);
    }

    /** One of the verbs: pause, resume, promote, abort, rollback. */
    public Answer steer(String rollout, String verb) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/rollouts/" + rollout + "/" + verb))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"who\":\"system-test\",\"reason\":\"a test\"}"));
        return send(request, Map.of());
    }

    public Answer post(String path, String type, byte[] body) {
        return send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("content-type", type)
                        .POST(BodyPublishers.ofByteArray(body)),
                Map.of());
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("expected JSON, found: " + text, e);
        }
    }

    private static Answer send(HttpRequest.Builder request, Map<String, String> headers) {
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer =
                    CLIENT.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
