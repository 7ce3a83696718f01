package dev.sluice.traffic.httprouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.SecretRef;
import dev.sluice.traffic.admin.AdminAddress;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The contract's requests. */
final class AdminClient {
    /** A split with the strong tag under which it may be replaced, and its text as it came. */
    record Tagged(SplitDocument split, String etag, String text) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private final AdminAddress<RouterFailure> address;
    private final Router.Http plan;

    AdminClient(HttpClient client, Router.Http plan, Function<SecretRef, String> secrets) {
        this.address = new AdminAddress<>(client, plan.url(), plan.bearer(), secrets, Unreachable::new, Refused::new);
        this.plan = plan;
    }

    Tagged split(Duration limit) throws RouterFailure {
        HttpResponse<String> response = address.get("/split", limit);
        if (response.statusCode() != 200) {
            throw address.failure(response);
        }
        return new Tagged(SplitDocument.parse(response.body()), address.etag(response), response.body());
    }

    /** Replaces the split if it still has this tag; false when somebody was faster. */
    boolean replace(String etag, SplitDocument split, Duration limit) throws RouterFailure {
        HttpResponse<String> response = address.put("/split", etag, split.json(), limit);
        return switch (response.statusCode()) {
            case 200, 204 -> true;
            case 412 -> false;
            default -> throw address.failure(response);
        };
    }

    /** The status of a replacement under a tag that the router never gave; the split stays what it is at a 412. */
    int replaceUnderNoTag(String tag, String same, Duration limit) throws RouterFailure {
        return address.put("/split", tag, same, limit).statusCode();
    }

    /** Empty when the router doesn't count. */
    Optional<Counts> counts(Duration limit) throws RouterFailure {
        HttpResponse<String> response = address.get("/counts", limit);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw address.failure(response);
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
}
