package dev.sluice.traffic.cloudflare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.plan.CloudRouter;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.admin.AdminAddress;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.Deadline;
import dev.sluice.traffic.readback.Place;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Function;

/**
 * The two requests to Cloudflare's API. Every write is one PATCH: weights, affinity, stamp and latch change as one. What
 * Cloudflare limits (429) or fails at (5xx) may pass by itself; every other error will not.
 */
final class CloudflareApi implements Place<LoadBalancer> {
    private static final URI PUBLIC = URI.create("https://api.cloudflare.com/client/v4");
    /** A load balancer with rules and pools for many regions is long. */
    private static final int BODY_BYTES_MAX = 1024 * 1024;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final AdminAddress<RouterFailure> address;
    private final CloudRouter.Cloudflare plan;

    CloudflareApi(CloudRouter.Cloudflare plan, Function<SecretRef, String> secrets, HttpClient client) {
        this.address = new AdminAddress<RouterFailure>(
                        client,
                        plan.url().orElse(PUBLIC),
                        Optional.of(plan.token()),
                        secrets,
                        Unreachable::new,
                        Refused::new)
                .reading(BODY_BYTES_MAX);
        this.plan = plan;
    }

    /** As it stands in a line for people. */
    static String url(CloudRouter.Cloudflare plan) {
        return plan.url().orElse(PUBLIC) + path(plan);
    }

    private static String path(CloudRouter.Cloudflare plan) {
        return "/zones/" + plan.zone() + "/load_balancers/" + plan.loadBalancer();
    }

    @Override
    public LoadBalancer read(Deadline deadline) throws RouterFailure {
        return LoadBalancer.of(plan, result(address.get(path(plan), deadline.left())));
    }

    @Override
    public void shift(LoadBalancer standing, Split split, Stamp stamp, Deadline deadline) throws RouterFailure {
        patch(standing.shifted(split, stamp), deadline);
    }

    @Override
    public void restore(LoadBalancer standing, Stamp stamp, Deadline deadline) throws RouterFailure {
        patch(standing.restored(stamp), deadline);
    }

    private void patch(JsonNode fields, Deadline deadline) throws RouterFailure {
        result(address.patch(path(plan), fields.toString(), deadline.left()));
    }

    private JsonNode result(HttpResponse<String> response) throws RouterFailure {
        String asked = response.request().method() + " " + response.uri() + " answered " + response.statusCode();
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            String wait = response.headers()
                    .firstValue("Retry-After")
                    .map(seconds -> ", to be tried again after " + Refusal.shown(seconds) + " seconds")
                    .orElse("");
            throw new Unreachable(asked + wait + ": " + errors(response), new IOException("status " + status));
        }
        if (status == 401 || status == 403) {
            throw new Refused("no right, or a token that does not count: " + asked + ": " + errors(response));
        }
        JsonNode json = json(response.body());
        if (status != 200
                || !json.path("success").asBoolean()
                || !json.path("result").isObject()) {
            throw new Refused(asked + ": " + errors(response));
        }
        return json.path("result");
    }

    /** Cloudflare's own words where there are some. */
    private static String errors(HttpResponse<String> response) {
        StringBuilder said = new StringBuilder();
        for (JsonNode error : json(response.body()).path("errors")) {
            said.append(said.isEmpty() ? "" : "; ")
                    .append(error.path("code").asText())
                    .append(": ")
                    .append(error.path("message").asText());
        }
        return Refusal.shown(said.isEmpty() ? response.body() : said.toString());
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
