package dev.sluice.traffic.port;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server behind the proxy that says in a header which side it is on. */
public final class Upstream implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public Upstream(String side) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("x-side", side);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        // An answer that never ends, as a stream or a WebSocket has it.
        server.createContext("/held", exchange -> {
            exchange.getResponseHeaders().set("x-side", side);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("begun\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
        });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
