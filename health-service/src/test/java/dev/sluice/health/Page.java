package dev.sluice.health;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A server on loopback with one page, which can hang, fail, and hang in the middle. */
public final class Page implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Supplier<String> text = () -> "";
    private volatile int status = 200;
    private volatile Manner manner = Manner.ANSWERS;
    private volatile Headers headers = new Headers();

    /** How it answers. */
    public enum Manner {
        ANSWERS,
        HANGS,
        HANGS_IN_THE_BODY
    }

    public Page() {
        this(Optional.empty());
    }

    /** Over TLS. */
    public Page(TestCertificate certificate) {
        this(Optional.of(certificate));
    }

    private Page(Optional<TestCertificate> certificate) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        scheme = certificate.isPresent() ? "https" : "http";
        try {
            if (certificate.isPresent()) {
                HttpsServer secure = HttpsServer.create(anyPort, 0);
                secure.setHttpsConfigurator(
                        new HttpsConfigurator(certificate.get().server()));
                server = secure;
            } else {
                server = HttpServer.create(anyPort, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            headers = exchange.getRequestHeaders();
            exchange.getRequestBody().readAllBytes();
            byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            if (manner == Manner.HANGS) {
                await();
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (manner == Manner.HANGS_IN_THE_BODY) {
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
                await();
            }
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public int requests() {
        return requests.get();
    }

    public String authorization() {
        return header("Authorization");
    }

    /** Of the newest request. */
    public String header(String name) {
        return String.valueOf(headers.getFirst(name));
    }

    public Page shows(String newText) {
        return shows(() -> newText);
    }

    /** Asked anew for each request. */
    public Page shows(Supplier<String> newText) {
        text = newText;
        return this;
    }

    public Page answers(int newStatus) {
        status = newStatus;
        return this;
    }

    public Page now(Manner newManner) {
        manner = newManner;
        return this;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
