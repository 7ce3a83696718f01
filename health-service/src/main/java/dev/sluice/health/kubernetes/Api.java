package dev.sluice.health.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.wire.Json;
import dev.sluice.health.call.CallFailed;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request to the API server, made once. */
final class Api {
    /** The whole object. */
    static final String WHOLE = "application/json";
    /** Its metadata and nothing else, so that what a Secret holds never travels. */
    static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** What it answered. */
    sealed interface Answer {
        record Object(JsonNode tree) implements Answer {}

        record None() implements Answer {}

        record NoRight(String said) implements Answer {}
    }

    private final KubernetesClient client;

    /** @param client the caller's; it says where the API server is and who asks */
    Api(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Blocks the caller, a virtual thread, until it is answered.
     *
     * @throws CallFailed without an answer in time, and on one that is no API server's
     */
    Answer get(ObjectPath object, String accept, Duration limit) throws CallFailed {
        String server = client.getMasterUrl().toString();
        URI url = URI.create(server + (server.endsWith("/") ? "" : "/") + object.path());
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(url)
                .header("Accept", accept)
                .build();
        HttpResponse<byte[]> response = sent(client.getHttpClient().sendAsync(request, byte[].class), limit);
        return answer(object, response.code(), tree(response.body()));
    }

    private static HttpResponse<byte[]> sent(CompletableFuture<HttpResponse<byte[]>> sent, Duration limit)
            throws CallFailed {
        try {
            return sent.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw failed("the API server gave no answer within " + limit.toMillis() + "ms", e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failed("the API server can't be reached: " + cause.getMessage(), e);
        }
    }

    private static Answer answer(ObjectPath object, int status, JsonNode tree) throws CallFailed {
        String said = tree.path("message").asText();
        boolean told = tree.path("kind").asText().equals("Status");
        return switch (status) {
            case OK -> {
                if (!tree.at("/metadata/name").asText().equals(object.name())) {
                    throw new CallFailed("expected " + object + ", found something else: is it an API server?");
                }
                yield new Answer.Object(tree);
            }
            case NOT_FOUND -> {
                // Any server may answer so; the API server says which object it means.
                if (!told || !tree.at("/details/name").asText().equals(object.name())) {
                    throw new CallFailed("answered " + status + " without a word of " + object
                            + ": is it an API server that knows " + object.kind() + "?");
                }
                yield new Answer.None();
            }
            case UNAUTHORIZED, FORBIDDEN -> new Answer.NoRight(told ? said : "answered " + status);
            default -> throw new CallFailed("answered " + status + (said.isEmpty() ? "" : ": " + said));
        };
    }

    private static JsonNode tree(byte[] body) throws CallFailed {
        try {
            return Json.STRICT.readTree(body);
        } catch (IOException e) {
            // The message would show a part of the object.
            return Json.STRICT.missingNode();
        }
    }

    private static CallFailed failed(String reason, Exception cause) {
        CallFailed failure = new CallFailed(reason);
        failure.initCause(cause);
        return failure;
    }
}
