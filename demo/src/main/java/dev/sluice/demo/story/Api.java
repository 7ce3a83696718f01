package dev.sluice.demo.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The HTTP interfaces of the services and of the sample application, as any client has them. */
final class Api {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int TRIES = 3;
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /** Starts a rollout; tried again under the same key, which starts one rollout however often it is sent. */
    JsonNode start(URI uri, byte[] plan, String idempotencyKey) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(plan))
                .timeout(LIMIT)
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                return json(send(request, 202));
            } catch (DemoFailed e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    JsonNode put(URI uri, String json) {
        return json(send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(json))
                        .timeout(LIMIT)
                        .build(),
                200));
    }

    JsonNode get(URI uri) {
        return json(send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), 200));
    }

    /** The same for what is nice to have while it runs: empty when there is no such answer now. */
    Optional<JsonNode> find(URI uri) {
        try {
            return Optional.of(get(uri));
        } catch (DemoFailed e) {
            return Optional.empty();
        }
    }

    String text(URI uri) {
        return send(HttpRequest.newBuilder(uri).timeout(REPORT_LIMIT).build(), 200)
                .body();
    }

    /** An open stream of server-sent events, after the event with this id if it is given. */
    InputStream stream(URI uri, Optional<String> after) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        after.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException(uri + " answered " + response.statusCode());
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest request, int expected) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != expected) {
                throw new DemoFailed("%s %s answered %d instead of %d: %s"
                        .formatted(
                                request.method(),
                                request.uri(),
                                response.statusCode(),
                                expected,
                                response.body().strip()));
            }
            return response;
        } catch (IOException e) {
            throw new DemoFailed(request.method() + " " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailed("interrupted", e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return Json.WIRE.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new DemoFailed(response.uri() + " answered no JSON: " + response.body(), e);
        }
    }
}
