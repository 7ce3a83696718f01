package dev.sluice.cli.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP interface of one service. Every call gives an answer or throws: {@link HttpFailure} for an answer that is no
 * success, {@link Unreachable} when none came. Nothing is retried here.
 */
public final class HttpApi {
    public static final String JSON = "application/json";
    /** Longer than health-service gives the sources that it is asked to check. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final HttpClient client;
    private final Service service;
    private final URI base;
    private final Optional<String> apiKey;

    public HttpApi(HttpClient client, Service service, URI base, Optional<String> apiKey) {
        this.client = client;
        this.service = service;
        this.base = base;
        this.apiKey = apiKey;
    }

    public Service service() {
        return service;
    }

    public URI base() {
        return base;
    }

    public JsonNode get(String path) {
        return json(checked(send(request(path).GET().header("Accept", JSON))));
    }

    /** The JSON of any answer, also of one that is no success: a readiness check answers 503 and says why. */
    public JsonNode look(String path) {
        HttpResponse<String> response = send(request(path).GET().header("Accept", JSON));
        return response.statusCode() == 503 ? json(response) : json(checked(response));
    }

    public String text(String path, String mediaType) {
        return checked(send(request(path).GET().header("Accept", mediaType))).body();
    }

    public JsonNode post(String path, String mediaType, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", mediaType)
                .header("Accept", JSON);
        headers.forEach(request::header);
        return json(checked(send(request)));
    }

    /** The events that the service knows now, from a stream that ends by itself. */
    public List<StreamedEvent> events(String path) {
        byte[] body = text(path, "text/event-stream").getBytes(StandardCharsets.UTF_8);
        List<StreamedEvent> events = new ArrayList<>();
        try (EventStream stream = new EventStream(new ByteArrayInputStream(body))) {
            for (Optional<StreamedEvent> event = stream.next(); event.isPresent(); event = stream.next()) {
                event.ifPresent(events::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
        return events;
    }

    /** A stream of server-sent events, from after {@code lastId} where one is given. The caller closes it. */
    public EventStream open(String path, Optional<String> lastId) {
        HttpRequest.Builder request = unlimited(path).GET().header("Accept", "text/event-stream");
        lastId.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> response = exchange(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw HttpFailure.of(service, response.uri(), response.statusCode(), whole(response.body()));
        }
        return new EventStream(response.body());
    }

    /** A value as one piece of a path or query. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String whole(InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Unreachable.of(service, base, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return unlimited(path).timeout(ANSWER_LIMIT);
    }

    /** A stream may be silent for as long as nothing happens, its first byte included. */
    private HttpRequest.Builder unlimited(String path) {
        String root = base.toString().replaceFirst("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return exchange(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw Unreachable.of(service, base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNEXPECTED, "interrupted while waiting for " + service.title(), e);
        }
    }

    private HttpResponse<String> checked(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw HttpFailure.of(service, response.uri(), response.statusCode(), response.body());
        }
        return response;
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return JsonText.TREES.readTree(response.body());
        } catch (JacksonException e) {
            throw new Failure(
                    ExitCode.UNEXPECTED,
                    service.title() + " answered something that is no JSON at " + response.uri(),
                    e);
        }
    }
}
