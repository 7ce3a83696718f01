package dev.sluice.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a router's admin port, hands everything on, and remembers each write that the router took. */
final class RouterWitness implements AutoCloseable {
    private final URI admin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final List<Write> taken = new ArrayList<>();

    /** A write as the router took it: the candidate's percentage, or that everything was latched on stable. */
    record Write(int percent, boolean latched) {
        @Override
        public String toString() {
            return latched ? "latch" : percent + "%";
        }
    }

    RouterWitness(int adminPort) {
        admin = URI.create("http://127.0.0.1:" + adminPort);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handOn);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Every write that was taken, in order. */
    synchronized List<Write> writes() {
        return List.copyOf(taken);
    }

    /** The percentages that were set, without repetitions of the one in force. */
    synchronized List<Integer> course() {
        List<Integer> course = new ArrayList<>();
        for (Write write : taken) {
            int percent = write.latched() ? 0 : write.percent();
            if (course.isEmpty() || course.getLast() != percent) {
                course.add(percent);
            }
        }
        return course;
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpResponse<byte[]> answer = ask(exchange, body);
            if (exchange.getRequestMethod().equals("PUT") && answer.statusCode() == 200) {
                remember(body);
            }
            answer.headers().firstValue("etag").ifPresent(tag -> exchange.getResponseHeaders()
                    .add("ETag", tag));
            answer.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders()
                    .add("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        admin.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : List.of("If-Match", "Content-Type")) {
            List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
            values.forEach(value -> request.header(name, value));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private synchronized void remember(byte[] body) {
        var split = Api.json(new String(body, StandardCharsets.UTF_8));
        taken.add(new Write(
                split.path("candidatePercent").asInt(), !split.path("latchedBy").isNull()));
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
        threads.close();
    }
}
