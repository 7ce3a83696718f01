package dev.sluice.traffic.envoy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The part of Envoy's admin address that the adapter uses, as Envoy 1.40 answers it, with a counter in place of its dice and
 * the routes of deploy/envoy/envoy.yaml. {@link RealEnvoyTest} holds both to the same contract.
 */
final class AdminServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, String> runtime = new TreeMap<>();

    /** Queries of other writers, each put in force just before the next modification is. */
    final ConcurrentLinkedQueue<String> intruders = new ConcurrentLinkedQueue<>();

    /** Queries of other writers, each put in force just after the next modification was. */
    final ConcurrentLinkedQueue<String> successors = new ConcurrentLinkedQueue<>();

    /** What a modification is answered with; 0 for one that is carried out. */
    volatile int forbidden;

    /** What the configuration that is in force names. */
    volatile String configuration = "{\"runtime_key\": \"sluice.app.candidate\"}";

    /** How many requests to the candidate never end. */
    volatile long held;

    private long slots;
    private long stable;
    private long candidate;

    AdminServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/runtime", this::onRuntime);
        server.createContext("/runtime_modify", this::onModify);
        server.createContext("/stats", this::onStats);
        server.createContext("/config_dump", exchange -> answer(exchange, 200, configuration));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    synchronized boolean route(boolean header) {
        long slot = ++slots;
        boolean latched = applies("latched", slot);
        boolean chosen = !latched && ((header && applies("header", slot)) || applies("candidate", slot));
        stable += chosen ? 0 : 1;
        candidate += chosen ? 1 : 0;
        return chosen;
    }

    synchronized void forget() {
        runtime.clear();
        stable = 0;
        candidate = 0;
    }

    synchronized String key(String name) {
        return runtime.getOrDefault("sluice.app." + name, "");
    }

    /** As Envoy reads a runtime_fraction: a bare number is a percentage, a missing key has the default of 0. */
    private boolean applies(String name, long slot) {
        String value = key(name);
        if (value.isEmpty()) {
            return false;
        }
        if (value.matches("\\d+")) {
            return slot * Long.parseLong(value) % 100 < Long.parseLong(value);
        }
        try {
            long numerator = JSON.readTree(value).path("numerator").asLong();
            return slot * numerator % 10_000 < numerator;
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized void onRuntime(HttpExchange exchange) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("layers").add("defaults").add("sluice");
        ObjectNode entries = json.putObject("entries");
        runtime.forEach((key, value) -> {
            ObjectNode entry = entries.putObject(key);
            entry.put("final_value", value);
            entry.putArray("layer_values").add("").add(value);
        });
        answer(exchange, 200, json.toPrettyString());
    }

    private synchronized void onModify(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, "Method " + exchange.getRequestMethod() + " not allowed, POST required.");
            return;
        }
        String intruder = intruders.poll();
        if (intruder != null) {
            modify(intruder);
        }
        if (forbidden != 0) {
            answer(exchange, forbidden, "No admin layer specified");
            return;
        }
        modify(exchange.getRequestURI().getRawQuery());
        String successor = successors.poll();
        if (successor != null) {
            modify(successor);
        }
        answer(exchange, 200, "OK\n");
    }

    /** An empty value removes a key. */
    private void modify(String query) {
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            if (value.isEmpty()) {
                runtime.remove(parts[0]);
            } else {
                runtime.put(parts[0], value);
            }
        }
    }

    private synchronized void onStats(HttpExchange exchange) throws IOException {
        String filter = exchange.getRequestURI().getQuery().replaceFirst(".*filter=", "");
        ObjectNode json = JSON.createObjectNode();
        var stats = json.putArray("stats");
        Map.of(
                        "cluster.app_stable.upstream_rq_completed", stable,
                        "cluster.app_candidate.upstream_rq_completed", candidate,
                        "cluster.app_stable.upstream_rq_active", 0L,
                        "cluster.app_candidate.upstream_rq_active", held,
                        "cluster.app_stable.upstream_rq_total", stable)
                .forEach((name, value) -> {
                    if (name.matches(filter)) {
                        stats.addObject().put("name", name).put("value", value);
                    }
                });
        answer(exchange, 200, json.toString());
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
