package dev.sluice.demo.router;

import dev.sluice.demo.EventLoop;
import dev.sluice.demo.Foreground;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.HttpProxy;

/**
 * A reverse proxy with a stable and a candidate side, on loopback, driven through its admin port. A request that is with
 * an upstream when the split changes finishes there; after the answer to {@code PUT /split} nothing is sent by the old
 * split any more. It keeps nothing over a restart: a new one sends everything to stable.
 */
public final class EmbeddedRouter implements Foreground.Running {
    private static final int CONNECTIONS_PER_UPSTREAM = 1_024;
    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private final EventLoop loop = new EventLoop();
    private final SplitRegister register = new SplitRegister();
    private final Dispatcher dispatcher;
    private final HttpServer traffic;
    private final HttpServer admin;

    private EmbeddedRouter(RouterOptions options) {
        HttpClient client = loop.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setMaxPoolSize(CONNECTIONS_PER_UPSTREAM)
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setDecompressionSupported(false));
        dispatcher = new Dispatcher(client, options, register);
        HttpServerOptions loopback = new HttpServerOptions().setHost("127.0.0.1");
        traffic = loop.vertx()
                .createHttpServer(loopback)
                .requestHandler(HttpProxy.reverseProxy(client).origin(dispatcher));
        admin = loop.vertx()
                .createHttpServer(loopback)
                .requestHandler(new AdminApi(register, dispatcher::counts)::handle);
    }

    /** Returns once both ports are open; throws {@link IllegalStateException} when one is taken. */
    public static EmbeddedRouter start(RouterOptions options) {
        EmbeddedRouter router = new EmbeddedRouter(options);
        try {
            EventLoop.await(router.traffic.listen(options.port()));
            EventLoop.await(router.admin.listen(options.adminPort()));
            return router;
        } catch (IllegalStateException e) {
            router.close();
            throw e;
        }
    }

    public static void main(String[] arguments) {
        Foreground.run(() -> start(RouterOptions.read(arguments, System.getenv())));
    }

    public int port() {
        return traffic.actualPort();
    }

    public int adminPort() {
        return admin.actualPort();
    }

    public Split split() {
        return register.split();
    }

    public Counts counts() {
        return dispatcher.counts();
    }

    @Override
    public String startLine() {
        return new JsonObject()
                .put("started", "embedded-router")
                .put("port", port())
                .put("adminPort", adminPort())
                .put("pid", ProcessHandle.current().pid())
                .encode();
    }

    @Override
    public void close() {
        loop.close();
    }
}
