package dev.sluice.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A page of metrics that health-service reads by itself. It knows when it was first read since it turned. */
final class PageFeed implements Feed {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final int everyMs;
    private volatile State state = new State(false);

    /** What the page shows since a moment; {@code firstRead} is 0 until somebody has read it. */
    private record State(boolean bad, long turnedNanos, AtomicLong firstRead) {
        State(boolean bad) {
            this(bad, System.nanoTime(), new AtomicLong());
        }
    }

    PageFeed(int everyMs) throws IOException {
        // Otherwise the body of an answer waits up to 40 ms for the reader to confirm the headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.everyMs = everyMs;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/metrics", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        State shown = state;
        shown.firstRead().compareAndSet(0, System.nanoTime());
        byte[] body = """
                # TYPE bench_errors gauge
                bench_errors %s
                # TYPE bench_calm gauge
                bench_calm 0
                """.formatted(shown.bad() ? "0.5" : "0").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public String source() {
        return "{name: app, type: scrape, urls: [\"http://127.0.0.1:%d/metrics\"], every: %dms, staleAfter: 10s}"
                .formatted(port(), everyMs);
    }

    @Override
    public String read(String metric) {
        return "{kind: gauge, of: bench_" + metric + "}";
    }

    @Override
    public void begin() {
        turn(false);
    }

    @Override
    public long turn(boolean bad) {
        State next = new State(bad);
        state = next;
        return next.turnedNanos();
    }

    @Override
    public int periodMs() {
        return everyMs;
    }

    @Override
    public long firstReadNanos() {
        return state.firstRead().get();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
