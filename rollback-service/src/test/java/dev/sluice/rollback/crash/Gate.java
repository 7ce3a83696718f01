package dev.sluice.rollback.crash;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** An application that pauses its writes when it is told to. */
final class Gate implements AutoCloseable {
    private final HttpServer server;
    private volatile boolean paused;

    Gate() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer("/pause", true);
        answer("/resume", false);
        server.start();
    }

    private void answer(String path, boolean pause) {
        server.createContext(path, exchange -> {
            paused = pause;
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
    }

    boolean paused() {
        return paused;
    }

    WriteHook hook() {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return new WriteHook.Http(
                new Name("application"),
                URI.create(base + "/pause"),
                URI.create(base + "/resume"),
                Optional.empty(),
                Span.ofSeconds(10));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
