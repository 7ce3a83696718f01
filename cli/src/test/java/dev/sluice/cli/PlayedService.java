package dev.sluice.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A service on loopback that answers what a test wrote down for it: per path one answer, or several in turn, of which
 * the last is repeated. It remembers every request.
 */
final class PlayedService implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    record Request(String line, Map<String, List<String>> headers, String body) {
        Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }
    }

    /** {@code held} keeps the connection open after the body, as a live stream does. */
    private record Answer(int status, String type, String body, boolean held) {}

    PlayedService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    Request request(String start) {
        return requests.stream()
                .filter(request -> request.line().startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no request " + start + " among " + lines()));
    }

    PlayedService json(String route, int status, String body) {
        return add(route, new Answer(status, "application/json", body, false));
    }

    PlayedService problem(String route, int status, String title, String detail, String field) {
        String fieldPart = field.isEmpty() ? "" : ",\"field\":\"" + field + "\"";
        String body = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"" + fieldPart + "}";
        return add(route, new Answer(status, "application/problem+json", body, false));
    }

    PlayedService text(String route, String type, String body) {
        return add(route, new Answer(200, type, body, false));
    }

    /** A stream that ends after these events. */
    PlayedService streamThatEnds(String route, String... events) {
        return add(route, new Answer(200, "text/event-stream", String.join("", events), false));
    }

    /** A stream that stays open after these events. */
    PlayedService stream(String route, String... events) {
        return add(route, new Answer(200, "text/event-stream", String.join("", events), true));
    }

    private PlayedService add(String route, Answer answer) {
        answers.computeIfAbsent(route, any -> new ArrayDeque<>()).add(answer);
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String route =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(
                query == null ? route : route + "?" + query, Map.copyOf(exchange.getRequestHeaders()), body));
        Answer answer = next(route);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body().getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (answer.held()) {
                ended.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer next(String route) {
        Deque<Answer> left = answers.getOrDefault(route, new ArrayDeque<>());
        Answer answer = left.size() > 1 ? left.poll() : left.peek();
        return answer == null
                ? new Answer(404, "application/json", "{\"title\":\"Not Found\",\"detail\":\"" + route + "\"}", false)
                : answer;
    }

    @Override
    public void close() {
        ended.countDown();
        server.stop(0);
    }
}
