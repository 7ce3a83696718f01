package dev.sluice.traffic.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * GET and PATCH of one load balancer, as the reference of Cloudflare's API v4 describes them: PATCH overwrites the properties
 * that it names. A counter stands in place of the load balancer.
 */
final class CloudflareServer implements AutoCloseable {
    static final String ZONE = "699d98642c564d2e855e9661899b7252";
    static final String BALANCER = "f1aba936b94213e5b8dca0c0dbf1f9cc";
    static final String STABLE = "17b5962d775c646f3f9725cbc7a53df4";
    static final String CANDIDATE = "9290f38c5d07c2e2f4df57b1f61d4196";
    static final String OTHER = "00920f38ce07c2e2f4df50b1f61d4194";
    static final String TOKEN = "Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INITIAL = """
            {"id": "%s", "name": "www.example.com", "description": "The shop", "enabled": true, "proxied": true,
             "default_pools": ["%s", "%s"], "fallback_pool": "%s", "steering_policy": "random",
             "random_steering": {"default_weight": 1, "pool_weights": {"%s": 1, "%s": 0}},
             "session_affinity": "none"}
            """.formatted(BALANCER, STABLE, CANDIDATE, STABLE, STABLE, CANDIDATE);

    /** What a request is answered with instead of being carried out. */
    record Fault(String method, int status, String body, Map<String, String> headers) {}

    private final HttpServer server;

    /** Fields that other writers set, each just before the next PATCH is carried out. */
    final ConcurrentLinkedQueue<String> intruders = new ConcurrentLinkedQueue<>();

    /** The same, just after. */
    final ConcurrentLinkedQueue<String> successors = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> patches = new ConcurrentLinkedQueue<>();

    /** How many GETs after a PATCH still tell what was there before it. */
    volatile int staleReads;

    private ObjectNode balancer;
    private ObjectNode before;
    private int stale;
    private long slots;

    CloudflareServer() throws IOException {
        balancer = initial();
        before = balancer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/client/v4/zones/" + ZONE + "/load_balancers/" + BALANCER, this::on);
        server.createContext("/", exchange -> fail(exchange, 404, 1001, "not found"));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/client/v4");
    }

    synchronized void forget() throws IOException {
        balancer = initial();
        before = balancer;
        stale = 0;
    }

    private static ObjectNode initial() throws IOException {
        return (ObjectNode) JSON.readTree(INITIAL);
    }

    synchronized void set(String fields) throws IOException {
        balancer = balancer.deepCopy();
        balancer.setAll((ObjectNode) JSON.readTree(fields));
    }

    synchronized JsonNode field(String name) {
        return balancer.path(name);
    }

    synchronized int hundredths(String pool) {
        JsonNode steering = balancer.path("random_steering");
        JsonNode own = steering.path("pool_weights").path(pool);
        BigDecimal weight = (own.isNumber() ? own : steering.path("default_weight")).decimalValue();
        return weight.movePointRight(2).intValueExact();
    }

    /** Of as many requests in a row as the hundredths add up to, the candidate gets exactly its own. */
    synchronized boolean route() {
        int candidate = hundredths(CANDIDATE);
        int all = candidate + hundredths(STABLE);
        return ++slots * candidate % all < candidate;
    }

    private synchronized void on(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod();
        Fault fault = faults.peek();
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            fail(exchange, 403, 10000, "Authentication error");
        } else if (fault != null && fault.method().equals(method)) {
            faults.remove();
            fault.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            answer(exchange, fault.status(), fault.body());
        } else if (method.equals("PATCH")) {
            patch(exchange, body);
        } else {
            succeed(exchange, seen());
        }
    }

    private void patch(HttpExchange exchange, String body) throws IOException {
        another(intruders.poll());
        String invalid = invalid(JSON.readTree(body));
        if (!invalid.isEmpty()) {
            fail(exchange, 400, 1002, invalid);
            return;
        }
        if (stale == 0) {
            before = balancer;
            stale = staleReads;
        }
        patches.add(body);
        set(body);
        ObjectNode written = balancer;
        another(successors.poll());
        succeed(exchange, written);
    }

    private void another(@Nullable String fields) throws IOException {
        if (fields != null) {
            set(fields);
        }
    }

    private ObjectNode seen() {
        if (stale > 0) {
            stale--;
            return before;
        }
        return balancer;
    }

    private static String invalid(JsonNode fields) {
        for (JsonNode weight : fields.path("random_steering").path("pool_weights")) {
            BigDecimal value = weight.decimalValue();
            if (value.signum() < 0
                    || value.compareTo(BigDecimal.ONE) > 0
                    || value.movePointRight(2).stripTrailingZeros().scale() > 0) {
                return "random_steering.pool_weights: must be between 0 and 1 in steps of 0.01";
            }
        }
        long ttl = fields.path("session_affinity_ttl").asLong(1800);
        return ttl < 1800 || ttl > 604_800 ? "session_affinity_ttl: must be between 1800 and 604800" : "";
    }

    private static void succeed(HttpExchange exchange, ObjectNode result) throws IOException {
        ObjectNode envelope = JSON.createObjectNode().put("success", true);
        envelope.putArray("errors");
        envelope.putArray("messages");
        envelope.set("result", result);
        answer(exchange, 200, envelope.toString());
    }

    static String error(int code, String message) {
        return "{\"success\":false,\"errors\":[{\"code\":" + code + ",\"message\":\"" + message
                + "\"}],\"messages\":[],\"result\":null}";
    }

    private static void fail(HttpExchange exchange, int status, int code, String message) throws IOException {
        answer(exchange, status, error(code, message));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
