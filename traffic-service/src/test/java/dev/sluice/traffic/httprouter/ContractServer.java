package dev.sluice.traffic.httprouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The HTTP router contract on a loopback port, written from its text alone, with a counter in place of a proxy. */
final class ContractServer implements AutoCloseable {
    private static final String INITIAL =
            "{\"candidatePercent\":0,\"headerMatch\":null,\"latchedBy\":null,\"stamp\":null}";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpServer server;
    /** Splits that somebody else writes, each just before the next PUT is looked at. */
    final ConcurrentLinkedQueue<String> intruders = new ConcurrentLinkedQueue<>();

    /** What a PUT is answered with before anything else is looked at; 0 for a caller that may write. */
    volatile int forbidden;

    /** Whether it forgets to compare tags, which the contract forbids. */
    volatile boolean blind;

    final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();
    private String split = INITIAL;
    private int revision;
    private long slots;
    private long stable;
    private long candidate;

    ContractServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/admin/split", this::onSplit);
        server.createContext("/admin/counts", this::onCounts);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/admin");
    }

    synchronized boolean route(boolean header) throws IOException {
        JsonNode now = JSON.readTree(split);
        int percent = now.path("latchedBy").isTextual()
                ? 0
                : now.path("candidatePercent").asInt();
        boolean matched = header
                && now.path("headerMatch").isObject()
                && !now.path("latchedBy").isTextual();
        boolean chosen = matched || ++slots * percent % 100 < percent;
        stable += chosen ? 0 : 1;
        candidate += chosen ? 1 : 0;
        return chosen;
    }

    synchronized void forget() {
        write(INITIAL);
        stable = 0;
        candidate = 0;
    }

    private synchronized void write(String next) {
        split = next;
        revision++;
    }

    private synchronized void onSplit(HttpExchange exchange) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, split);
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String intruder = intruders.poll();
        if (intruder != null) {
            write(intruder);
        }
        if (forbidden != 0) {
            answer(exchange, forbidden, "{\"title\":\"who are you\"}");
            return;
        }
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        if (ifMatch == null) {
            answer(exchange, 428, "{\"title\":\"If-Match is missing\"}");
        } else if (!blind && !ifMatch.equals("\"r" + revision + "\"")) {
            answer(exchange, 412, "{\"title\":\"changed by somebody else\"}");
        } else {
            write(body);
            answer(exchange, 200, split);
        }
    }

    private synchronized void onCounts(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "{\"stable\":" + stable + ",\"candidate\":" + candidate + "}");
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("ETag", "\"r" + revision + "\"");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
