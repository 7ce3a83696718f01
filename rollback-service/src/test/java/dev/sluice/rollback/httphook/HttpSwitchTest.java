package dev.sluice.rollback.httphook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.events.plan.WriteHook;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Span;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSwitchTest {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server = HttpServer.create();
    private int status = 204;

    HttpSwitchTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpSwitch hook() {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return new HttpSwitch(
                new WriteHook.Http(
                        new Name("app"),
                        URI.create(base + "/pause"),
                        URI.create(base + "/resume"),
                        Optional.of(SecretRef.ofEnv("TOKEN")),
                        Span.ofSeconds(5)),
                reference -> "hidden");
    }

    @Test
    void eachAddressIsPostedToWithTheToken() throws StoreFailure {
        hook().pause(Task.UNSTOPPABLE);
        hook().resume(Task.UNSTOPPABLE);
        assertThat(asked).containsExactly("POST /pause Bearer hidden", "POST /resume Bearer hidden");
    }

    @Test
    void anErrorOfTheServerMayPassAndARefusalLasts() {
        status = 503;
        refused(true, "answered 503");
        status = 403;
        refused(false, "answered 403");
        status = 302;
        refused(false, "answered 302");
    }

    @Test
    void noAnswerMayPass() {
        HttpSwitch hook = hook();
        server.stop(0);
        assertThatThrownBy(() -> hook.pause(Task.UNSTOPPABLE))
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.isPassing())
                        .isTrue());
    }

    private void refused(boolean passing, String says) {
        assertThatThrownBy(() -> hook().pause(Task.UNSTOPPABLE))
                .hasMessageContaining(says)
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.isPassing())
                        .isEqualTo(passing));
    }
}
