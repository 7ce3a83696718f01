package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.value.Refusal;
import dev.sluice.traffic.apiserver.ApiCall;
import dev.sluice.traffic.apiserver.ApiFailure;
import dev.sluice.traffic.apiserver.ApiFailure.Conflict;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the API as they are written, by no model: what no class knows of is sent back as it came, numbers included.
 * Each call is one request, never repeated here, and ends with the time that is left.
 */
final class ObjectApi {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private final Supplier<KubernetesClient> client;

    /** @param client the caller's; asked for at each use, so that a service without a cluster needs none */
    ObjectApi(Supplier<KubernetesClient> client) {
        this.client = client;
    }

    /** Empty when it is not there. */
    Optional<ObjectNode> read(ObjectRef ref, Duration left) throws RouterFailure {
        try {
            return Optional.of(object(ref, request("read " + ref, "GET", ref.path(), null, left)));
        } catch (ApiFailure.Missing none) {
            return Optional.empty();
        } catch (ApiFailure e) {
            throw failure(e);
        }
    }

    /** Puts the object in the place of the version that was read: it names that one. */
    void replace(ObjectRef ref, ObjectNode object, Duration left) throws RouterFailure, Conflict {
        if (object.at("/metadata/resourceVersion").asText().isEmpty()) {
            throw new Refused(ref + " was read without a resourceVersion: a write could not be compared");
        }
        write("replace " + ref, "PUT", ref.path(), object, left);
    }

    /** Makes the object; a conflict when somebody else was faster. */
    void create(ObjectRef ref, ObjectNode object, Duration left) throws RouterFailure, Conflict {
        write("create " + ref, "POST", ref.collection(), object, left);
    }

    /** Asks the API server whether it would allow a request; nothing is made or changed by that. */
    Right right(Place.Access access, Duration left) throws RouterFailure {
        ObjectRef ref = access.object();
        ObjectNode review = JSON.createObjectNode()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview");
        ObjectNode asked = review.putObject("spec")
                .putObject("resourceAttributes")
                .put("group", ref.group())
                .put("resource", ref.plural())
                .put("namespace", ref.namespace())
                .put("verb", access.verb());
        if (!access.verb().equals("create")) {
            asked.put("name", ref.name());
        }
        String to = access.verb() + " " + ref;
        try {
            JsonNode status = object(
                            ref,
                            request(
                                    "ask for the right to " + to,
                                    "POST",
                                    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                                    review.toString(),
                                    left))
                    .path("status");
            if (!status.path("allowed").isBoolean()) {
                return new Right(to, Right.Answer.UNKNOWN, "the API server does not say");
            }
            return status.path("allowed").booleanValue()
                    ? new Right(to, Right.Answer.HELD, "the API server allows it")
                    : new Right(to, Right.Answer.MISSING, missing(access, status));
        } catch (ApiFailure.Unreachable e) {
            throw failure(e);
        } catch (ApiFailure e) {
            return new Right(to, Right.Answer.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private static String missing(Place.Access access, JsonNode status) {
        String reason = status.path("reason").asText();
        return "verb " + access.verb() + " on " + access.object().plural() + " is not allowed in namespace "
                + access.object().namespace() + (reason.isEmpty() ? "" : ": " + reason);
    }

    private void write(String what, String method, String path, ObjectNode object, Duration left)
            throws RouterFailure, Conflict {
        try {
            request(what, method, path, object.toString(), left);
        } catch (Conflict conflict) {
            throw conflict;
        } catch (ApiFailure e) {
            throw failure(e);
        }
    }

    private String request(String what, String method, String path, @Nullable String body, Duration left)
            throws ApiFailure {
        return ApiCall.of(what, () -> send(client.get(), method, path, body, left));
    }

    /**
     * By the client's own HTTP client, which knows the address and who asks. Neither a model nor the client's time limit
     * and repetitions come in between.
     */
    private static String send(
            KubernetesClient client, String method, String path, @Nullable String body, Duration left) {
        HttpClient once = client.getHttpClient()
                .newBuilder()
                .tag(new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        HttpRequest request = once.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path.substring(1))
                .method(method, "application/json", body)
                .timeout(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)
                .build();
        CompletableFuture<HttpResponse<String>> answer = once.sendAsync(request, String.class);
        try {
            HttpResponse<String> response = answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
            if (response.isSuccessful()) {
                return response.body();
            }
            throw refusal(client, response);
        } catch (TimeoutException e) {
            throw new KubernetesClientException("no answer in time", e);
        } catch (ExecutionException e) {
            throw new KubernetesClientException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static KubernetesClientException refusal(KubernetesClient client, HttpResponse<String> response) {
        String said = "status " + response.code();
        try {
            Status status = client.getKubernetesSerialization().unmarshal(response.body(), Status.class);
            return new KubernetesClientException(said, response.code(), status);
        } catch (RuntimeException e) {
            // Something before the API server answered in words of its own.
            return new KubernetesClientException(said, response.code(), null);
        }
    }

    private static ObjectNode object(ObjectRef ref, @Nullable String text) throws RouterFailure.Refused {
        try {
            if (text != null && JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below: whatever it is, it is no object.
        }
        throw new Refused("expected " + ref + " as JSON, found " + Refusal.shown(text));
    }

    private static RouterFailure failure(ApiFailure e) {
        return e instanceof ApiFailure.Unreachable
                ? new Unreachable(String.valueOf(e.getMessage()), e)
                : new Refused(String.valueOf(e.getMessage()));
    }
}
