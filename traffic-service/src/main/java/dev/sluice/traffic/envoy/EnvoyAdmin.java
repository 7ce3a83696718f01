package dev.sluice.traffic.envoy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Refusal;
import dev.sluice.traffic.admin.AdminAddress;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.readback.Deadline;
import dev.sluice.traffic.readback.Place;
import dev.sluice.traffic.readback.StampText;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The requests to Envoy's admin address. All keys of one write go in one request, which Envoy puts in force as one. */
final class EnvoyAdmin implements Place<RuntimeKeys> {
    /** An Envoy with thousands of clusters has a long configuration. */
    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private final AdminAddress<RouterFailure> address;
    private final Router.Envoy plan;

    EnvoyAdmin(HttpClient client, Router.Envoy plan) {
        this.address = new AdminAddress<RouterFailure>(
                        client, plan.admin(), Optional.empty(), ref -> "", Unreachable::new, Refused::new)
                .reading(BODY_BYTES_MAX);
        this.plan = plan;
    }

    @Override
    public RuntimeKeys read(Deadline deadline) throws RouterFailure {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                json("/runtime", deadline).path("entries").properties()) {
            values.put(entry.getKey(), entry.getValue().path("final_value").asText());
        }
        return RuntimeKeys.of(plan.key(), values);
    }

    @Override
    public void shift(RuntimeKeys standing, Split split, Stamp stamp, Deadline deadline) throws RouterFailure {
        modify(RuntimeKeys.shift(plan.key(), split, StampText.of(stamp), standing.latched()), deadline);
    }

    @Override
    public void restore(RuntimeKeys standing, Stamp stamp, Deadline deadline) throws RouterFailure {
        modify(RuntimeKeys.restore(plan.key(), stamp), deadline);
    }

    void modify(Map<String, String> keys, Deadline deadline) throws RouterFailure {
        HttpResponse<String> response = modification(keys, deadline);
        if (response.statusCode() != 200) {
            throw address.failure(response);
        }
    }

    HttpResponse<String> modification(Map<String, String> keys, Deadline deadline) throws RouterFailure {
        String query = keys.entrySet().stream()
                .map(key -> key.getKey() + "=" + URLEncoder.encode(key.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return address.post("/runtime_modify?" + query, deadline.left());
    }

    ClusterStats stats(Deadline deadline) throws RouterFailure {
        String filter = URLEncoder.encode(ClusterStats.filter(plan), StandardCharsets.UTF_8);
        return ClusterStats.parse(plan, json("/stats?format=json&filter=" + filter, deadline));
    }

    /** The configuration that is in force, without its secrets, which Envoy leaves out. */
    String configuration(Deadline deadline) throws RouterFailure {
        return get("/config_dump", deadline);
    }

    private JsonNode json(String path, Deadline deadline) throws RouterFailure {
        String body = get(path, deadline);
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Refused(plan.admin() + path + ": expected JSON, found " + Refusal.shown(body));
        }
    }

    private String get(String path, Deadline deadline) throws RouterFailure {
        HttpResponse<String> response = address.get(path, deadline.left());
        if (response.statusCode() != 200) {
            throw address.failure(response);
        }
        return response.body();
    }
}
