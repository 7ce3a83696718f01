package dev.sluice.traffic.port;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.traffic.port.RouterRig.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A client of a proxy on loopback with an {@link Upstream} or more on each side. */
public final class Proxied implements AutoCloseable {
    private static final int LONG_MS = 10_000;
    private static final int MOMENT_MS = 200;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI proxy;

    public Proxied(int port) {
        proxy = URI.create("http://127.0.0.1:" + port + "/");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    public Sent send(int requests) {
        return send(requests, HttpRequest.newBuilder(proxy).build());
    }

    public Sent send(int requests, HeaderMatch header) {
        return send(
                requests,
                HttpRequest.newBuilder(proxy)
                        .header(header.name(), header.value())
                        .build());
    }

    /** A request that brings a cookie with it, or none with an empty one. */
    public HttpResponse<Void> get(String cookie) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(proxy);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return client.send(request.build(), BodyHandlers.discarding());
    }

    /** An answer that never ends; its side is in the headers, its body can be read until somebody ends it. */
    public HttpResponse<InputStream> held() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve("/held")).build();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    /** The same as bytes, of a request with one more line in its head; what was answered so far has been read. */
    public Held held(String line) throws IOException {
        Socket socket = new Socket(proxy.getHost(), proxy.getPort());
        socket.setSoTimeout(LONG_MS);
        socket.getOutputStream()
                .write(("GET /held HTTP/1.1\r\nHost: app\r\n" + line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder begin = new StringBuilder();
        while (begin.indexOf("begun") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended after " + begin);
            }
            begin.append((char) next);
        }
        return new Held(socket, begin.toString());
    }

    /** What happens between two parts of a request. */
    @FunctionalInterface
    public interface Rest {
        void happens() throws Exception;
    }

    /** Sends bytes as they are; everything that was answered until the other end closed. */
    public String sent(String first, String second, Rest between) throws Exception {
        try (Socket socket = new Socket(proxy.getHost(), proxy.getPort())) {
            socket.setSoTimeout(LONG_MS);
            socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
            between.happens();
            socket.getOutputStream().write(second.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** What a client holds open, and how it began. */
    public record Held(Socket socket, String begin) implements AutoCloseable {
        /** Reads until the other end has ended it; fails when that takes 10 s. */
        public void awaitEnd() throws IOException {
            socket.getInputStream().readAllBytes();
        }

        /** Whether the other end leaves it as it is, as far as a moment can tell. */
        public boolean goesOn() throws IOException {
            socket.setSoTimeout(MOMENT_MS);
            try {
                awaitEnd();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Sent send(int requests, HttpRequest request) {
        int[] sides = new int[3];
        for (int i = 0; i < requests; i++) {
            sides[side(request)]++;
        }
        return new Sent(sides[0], sides[1], sides[2]);
    }

    private int side(HttpRequest request) {
        try {
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            if (response.statusCode() != 200) {
                return 2;
            }
            return response.headers().firstValue("x-side").orElse("").equals("stable") ? 0 : 1;
        } catch (IOException e) {
            return 2;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
