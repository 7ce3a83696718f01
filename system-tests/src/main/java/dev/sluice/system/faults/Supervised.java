package dev.sluice.system.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.system.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a plan's workload and its write hooks talk to: a supervisor of the HTTP workload contract, whose instances are a
 * number, and a switch that says yes. Reached through a cable.
 */
final class Supervised implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final Cable cable;
    private int replicas;
    private String claim = "null";
    private int revision;

    Supervised() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/candidate", this::workload);
        server.createContext("/writes", exchange -> answer(exchange, 204, ""));
        server.start();
        cable = new Cable(server.getAddress().getPort());
    }

    String url(String path) {
        return "http://127.0.0.1:" + cable.port() + path;
    }

    /** As before a rollout: two instances, claimed by nobody. */
    synchronized void renew() {
        replicas = 2;
        claim = "null";
        revision++;
        cable.plugIn();
    }

    private synchronized void workload(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("PUT")) {
            if (!tag().equals(exchange.getRequestHeaders().getFirst("If-Match"))) {
                answer(exchange, 412, "");
                return;
            }
            JsonNode wanted = Api.json(body);
            replicas = wanted.path("replicas").asInt();
            claim = wanted.path("claim").toString();
            revision++;
        }
        answer(
                exchange,
                200,
                "{\"replicas\":%d,\"running\":%d,\"ready\":%d,\"claim\":%s}"
                        .formatted(replicas, replicas, replicas, claim));
    }

    private String tag() {
        return "\"r" + revision + "\"";
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("ETag", tag());
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        cable.close();
        server.stop(0);
        threads.close();
    }
}
