package dev.sluice.health.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.health.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A registry on loopback with some images, that may want a token, a password, or send its guests elsewhere. */
final class RegistryServer implements AutoCloseable {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String TOKEN = "a-token";

    private final HttpServer server;
    private final String scheme;
    private final Set<String> images = ConcurrentHashMap.newKeySet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Door door = Door.OPEN;
    private volatile String login = "";
    private volatile String type = INDEX;
    private volatile Map<String, String> elsewhere = Map.of();
    private volatile Optional<String> realm = Optional.empty();

    /** What it wants to see. */
    enum Door {
        OPEN,
        TOKEN,
        PASSWORD,
        /** It is no registry: it knows no address at all. */
        NONE
    }

    RegistryServer(Optional<TestCertificate> certificate) {
        scheme = certificate.isPresent() ? "https" : "http";
        try {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
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
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    RegistryServer has(String... some) {
        images.addAll(List.of(some));
        return this;
    }

    /** @param nameAndPassword empty for guests without a name */
    RegistryServer wants(Door newDoor, String nameAndPassword) {
        door = newDoor;
        login = nameAndPassword;
        return this;
    }

    RegistryServer shows(String newType) {
        type = newType;
        return this;
    }

    RegistryServer sends(String from, String to) {
        elsewhere = Map.of(from, to);
        return this;
    }

    RegistryServer realm(String newRealm) {
        realm = Optional.of(newRealm);
        return this;
    }

    /** Each request: method, path with query, and what was shown as Authorization. */
    List<String> heard() {
        return heard;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            heard.add(exchange.getRequestMethod() + " " + path + " " + shown);
            if (elsewhere.containsKey(path)) {
                exchange.getResponseHeaders().set("Location", String.valueOf(elsewhere.get(path)));
                send(exchange, 307, "");
            } else if (door == Door.NONE) {
                send(exchange, 404, "");
            } else if (path.startsWith("/token")) {
                token(exchange, shown);
            } else if (shut(exchange, shown)) {
                send(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
            } else if (path.equals("/v2/")) {
                send(exchange, 200, "{}");
            } else {
                image(exchange, path.replace("/v2/", "").replace("/manifests/", ":"));
            }
        }
    }

    private void token(HttpExchange exchange, String shown) throws IOException {
        if (!login.isEmpty() && !shown.equals(basic())) {
            send(exchange, 401, "{\"details\":\"incorrect username or password\"}");
        } else {
            send(exchange, 200, "{\"token\":\"" + TOKEN + "\",\"expires_in\":60}");
        }
    }

    private boolean shut(HttpExchange exchange, String shown) {
        String challenge = "Basic realm=\"registry\"";
        boolean open = true;
        if (door == Door.TOKEN) {
            open = shown.equals("Bearer " + TOKEN);
            challenge = "Bearer realm=\"" + realm.orElse(url() + "/token")
                    + "\",service=\"registry.test\",scope=\"repository:shop/checkout:pull\"";
        } else if (door == Door.PASSWORD) {
            open = shown.equals(basic());
        }
        if (!open) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        }
        return !open;
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    private void image(HttpExchange exchange, String name) throws IOException {
        if (images.contains(name)) {
            exchange.getResponseHeaders().set("Content-Type", type);
            send(exchange, 200, "{}");
        } else {
            send(exchange, 404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
