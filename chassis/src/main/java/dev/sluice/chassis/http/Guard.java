package dev.sluice.chassis.http;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Who may call. Without an API key a service answers on loopback only, and refuses to start on any other address. With a
 * key every request must carry it, as {@code Authorization: Bearer …}.
 */
@ApplicationScoped
public class Guard {
    private final String host;
    private final Optional<String> key;

    @Inject
    Guard(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "sluice.http.api-key") Optional<String> key) {
        this.host = host;
        this.key = key.filter(text -> !text.isBlank());
    }

    void check(@Observes StartupEvent start) {
        if (key.isEmpty() && !loopback(host)) {
            throw new IllegalStateException("quarkus.http.host is " + host
                    + ", which others can reach, and there is no API key: set SLUICE_API_KEY, or bind to 127.0.0.1");
        }
    }

    static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @ServerRequestFilter
    public Optional<Response> filter(ContainerRequestContext request) {
        if (key.isEmpty() || same(key.get(), request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            return Optional.empty();
        }
        Problem problem = Problem.of(
                401, "Not authorised", "This service needs its API key: send 'Authorization: Bearer <key>'.");
        return Optional.of(Response.status(401)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build());
    }

    private static boolean same(String expected, String header) {
        byte[] wanted = ("Bearer " + expected).getBytes(StandardCharsets.UTF_8);
        byte[] given = String.valueOf(header).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(wanted, given);
    }
}
