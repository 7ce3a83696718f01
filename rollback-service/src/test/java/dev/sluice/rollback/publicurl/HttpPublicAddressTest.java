package dev.sluice.rollback.publicurl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.plan.Rollback;
import dev.sluice.rollback.domain.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPublicAddressTest {
    private final HttpServer server = server();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger followed = new AtomicInteger();

    @BeforeEach
    void serve() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/ok", exchange -> answer(exchange, 200));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/followed");
            answer(exchange, 302);
        });
        server.createContext("/followed", exchange -> {
            followed.incrementAndGet();
            answer(exchange, 200);
        });
        server.createContext("/slow", exchange -> {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        stopped.countDown();
        server.stop(0);
    }

    @Test
    void it_tells_status_and_version() {
        assertThat(look(url("/ok"))).isEqualTo(new Answer.Reply(200, Optional.of("5.0")));
    }

    @Test
    void a_redirect_is_told_and_not_followed() {
        assertThat(look(url("/moved"))).isEqualTo(new Answer.Reply(302, Optional.of("5.0")));
        assertThat(followed).hasValue(0);
    }

    @Test
    void a_header_that_was_not_sent_is_absent() {
        Rollback.PublicUrl other = new Rollback.PublicUrl(url("/ok"), "X-Other");

        assertThat(new HttpPublicAddress().look(other)).isEqualTo(new Answer.Reply(200, Optional.empty()));
    }

    @Test
    void silence_ends_after_two_seconds() {
        long before = System.nanoTime();

        Answer answer = look(url("/slow"));

        assertThat(answer).isInstanceOf(Answer.Silence.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(6));
    }

    @Test
    void a_closed_port_is_silence_with_the_reason() throws IOException {
        URI closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        assertThat(look(closed)).isInstanceOfSatisfying(Answer.Silence.class, silence -> assertThat(silence.why())
                .contains("ConnectException"));
    }

    private static Answer look(URI url) {
        return new HttpPublicAddress().look(new Rollback.PublicUrl(url, "X-Version"));
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("X-Version", "5.0");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
