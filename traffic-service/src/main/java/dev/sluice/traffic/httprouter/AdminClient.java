package dev.sluice.traffic.httprouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The contract's requests. Never follows a redirect, reads at most 64 KiB, and ends at once on an interrupt. */
final class AdminClient {
    /** A split with the strong tag under which it may be replaced, and its text as it came. */
    record Tagged(SplitDocument split, String etag, String text) {}

    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client;
    private final Router.Http plan;
    private final Function<SecretRef, String> secrets;

    AdminClient(HttpClient client, Router.Http plan, Function<SecretRef, String> secrets) {
        this.client = client;
        this.plan = plan;
        this.secrets = secrets;
    }

    Tagged split(Duration limit) throws RouterFailure {
        HttpResponse<String> response = send(request("/split", limit).GET().build());
        if (response.statusCode() != 200) {
            throw failure(response);
        }
        return new Tagged(SplitDocument.parse(response.body()), etag(response), response.body());
    }

    /** Replaces the split if it still has this tag; false when somebody was faster. */
    boolean replace(String etag, SplitDocument split, Duration limit) throws RouterFailure {
        HttpResponse<String> response = put(etag, split.json(), limit);
        return switch (response.statusCode()) {
            case 200, 204 -> true;
            case 412 -> false;
            default -> throw failure(response);
        };
    }

    private HttpResponse<String> put(String etag, String split, Duration limit) throws RouterFailure {
        return send(request("/split", limit)
                .header("If-Match", etag)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(split))
                .build());
    }

    /** The status of a replacement under a tag that the router never gave; the split stays what it is at a 412. */
    int replaceUnderNoTag(String tag, String same, Duration limit) throws RouterFailure {
        return put(tag, same, limit).statusCode();
    }

    /** Empty when the router doesn't count. */
    Optional<Counts> counts(Duration limit) throws RouterFailure {
        HttpResponse<String> response = send(request("/counts", limit).GET().build());
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw failure(response);
        }
        try {
            JsonNode json = JSON.readTree(response.body());
            if (!json.path("stable").isIntegralNumber()
                    || !json.path("candidate").isIntegralNumber()) {
                throw new Refused(plan.url() + "/counts: expected stable and candidate as whole numbers, found "
                        + Refusal.shown(response.body()));
            }
            return Optional.of(new Counts(
                    json.path("stable").asLong(), json.path("candidate").asLong()));
        } catch (JsonProcessingException e) {
            throw new Refused(plan.url() + "/counts: expected JSON, found " + Refusal.shown(response.body()));
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) throws Refused {
        String base = plan.url().toString().replaceFirst("/+$", "");
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(limit.isPositive() ? limit : Duration.ofMillis(1));
        if (plan.bearer().isPresent()) {
            builder.header("Authorization", "Bearer " + bearer(plan.bearer().get()));
        }
        return builder;
    }

    private String bearer(SecretRef reference) throws Refused {
        try {
            return secrets.apply(reference);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new Refused("no bearer for " + plan.url() + ": " + e.getMessage());
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws Unreachable {
        try {
            return client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), BODY_BYTES_MAX));
        } catch (IOException e) {
            String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new Unreachable(request.method() + " " + request.uri() + ": " + said, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(request.method() + " " + request.uri() + " was interrupted", e);
        }
    }

    private String etag(HttpResponse<String> response) throws Refused {
        Optional<String> etag = response.headers().firstValue("ETag").filter(tag -> tag.startsWith("\""));
        if (etag.isEmpty()) {
            throw new Refused(plan.url() + "/split: expected a strong ETag, found "
                    + response.headers().firstValue("ETag").orElse("none"));
        }
        return etag.get();
    }

    private static RouterFailure failure(HttpResponse<String> response) {
        String said = response.request().method() + " " + response.uri() + " answered " + response.statusCode() + ": "
                + Refusal.shown(response.body());
        return switch (response.statusCode()) {
            case 401, 403 ->
                new Refused(
                        "no right to " + (response.request().method().equals("GET") ? "read" : "write") + ": " + said);
            case 429, 502, 503, 504 -> new Unreachable(said, new IOException("status " + response.statusCode()));
            default -> new Refused(said);
        };
    }
}
