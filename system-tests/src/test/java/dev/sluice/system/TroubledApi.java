package dev.sluice.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy before the API of a cluster, which can be in trouble. */
final class TroubledApi implements AutoCloseable {
    private final URI api;
    private final int port = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Trouble trouble = Trouble.NONE;
    private HttpServer server;

    /** What it does with requests. */
    enum Trouble {
        NONE(0),
        ERROR(500),
        CONFLICT(409),
        THROTTLED(429),
        /** No answer, ever. */
        HANGING(0),
        /** No connections. */
        REFUSING(0);

        /** All but none. */
        static final List<Trouble> BAD = List.of(ERROR, CONFLICT, THROTTLED, HANGING, REFUSING);

        private final int status;

        Trouble(int status) {
            this.status = status;
        }
    }

    TroubledApi(String api) throws IOException {
        this.api = URI.create(api);
        this.server = listen();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    private HttpServer listen() throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        listening.setExecutor(threads);
        listening.createContext("/", this::answer);
        listening.start();
        return listening;
    }

    /** From now on. */
    void suffer(Trouble next) throws IOException {
        if (next == Trouble.REFUSING) {
            server.stop(0);
        } else if (trouble == Trouble.REFUSING) {
            server = listen();
        }
        trouble = next;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Trouble now = trouble;
        // A conflict is one of writers: what is read is well.
        boolean meets = now != Trouble.NONE
                && (now != Trouble.CONFLICT || !exchange.getRequestMethod().equals("GET"));
        if (meets && now == Trouble.HANGING) {
            return;
        }
        try (exchange) {
            if (meets) {
                exchange.getResponseHeaders().add("Retry-After", "30");
                exchange.sendResponseHeaders(now.status, -1);
                return;
            }
            HttpResponse<byte[]> passed = http.send(
                    HttpRequest.newBuilder(api.resolve(exchange.getRequestURI()))
                            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                            .header("Content-Type", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(passed.statusCode(), passed.body().length == 0 ? -1 : passed.body().length);
            exchange.getResponseBody().write(passed.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (trouble != Trouble.REFUSING) {
            server.stop(0);
        }
        threads.shutdownNow();
        http.shutdownNow();
    }
}
