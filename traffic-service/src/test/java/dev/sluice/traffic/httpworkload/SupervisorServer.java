package dev.sluice.traffic.httpworkload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.traffic.port.Stamp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The HTTP workload contract on a loopback port, written from its text alone, with numbers in place of processes. */
final class SupervisorServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpServer server;
    /** What somebody else does, each just before the next write is looked at. */
    final ConcurrentLinkedQueue<Runnable> intruders = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> writes = new ConcurrentLinkedQueue<>();
    private boolean exists;
    private int replicas;
    private int running;
    private @Nullable JsonNode claim;
    private int revision;

    SupervisorServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/workloads/green", this::on);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/workloads/green");
    }

    synchronized void run(int instances, Optional<Stamp> by) {
        exists = true;
        replicas = instances;
        running = instances;
        by.ifPresent(this::claim);
        revision++;
    }

    synchronized void claim(Stamp by) {
        claim = JSON.createObjectNode()
                .put("rollout", by.rollout().text())
                .put("version", by.version())
                .put("epoch", by.epoch());
        revision++;
    }

    synchronized void touch() {
        revision++;
    }

    synchronized void end() {
        running = replicas;
    }

    synchronized void remove() {
        exists = false;
        replicas = 0;
        running = 0;
    }

    private synchronized void on(HttpExchange exchange) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod();
        if (!exists) {
            problem(exchange, 404, "there is no such workload");
        } else if (method.equals("GET")) {
            answer(exchange, 200, "application/json", state());
        } else {
            write(exchange, method, body);
        }
    }

    private void write(HttpExchange exchange, String method, String body) throws IOException {
        Runnable intruder = intruders.poll();
        if (intruder != null) {
            intruder.run();
        }
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        if (ifMatch == null) {
            problem(exchange, 428, "If-Match is missing");
        } else if (!ifMatch.equals(etag())) {
            problem(exchange, 412, "changed by somebody else");
        } else if (method.equals("DELETE")) {
            writes.add("DELETE with " + running + " running");
            remove();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else {
            writes.add("PUT " + body);
            JsonNode json = JSON.readTree(body);
            replicas = json.path("replicas").asInt();
            claim = json.path("claim");
            revision++;
            answer(exchange, 200, "application/json", state());
        }
    }

    private String state() {
        ObjectNode json = JSON.createObjectNode()
                .put("replicas", replicas)
                .put("running", running)
                .put("ready", Math.min(running, replicas));
        json.set("claim", claim);
        return json.toString();
    }

    private String etag() {
        return "\"r" + revision + "\"";
    }

    private void problem(HttpExchange exchange, int status, String title) throws IOException {
        answer(exchange, status, "application/problem+json", "{\"title\":\"" + title + "\"}");
    }

    private void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("ETag", etag());
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
