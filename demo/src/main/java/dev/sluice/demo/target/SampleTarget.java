package dev.sluice.demo.target;

import dev.sluice.demo.EventLoop;
import dev.sluice.demo.Foreground;
import dev.sluice.demo.JsonHttp;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * An application for trying rollouts on: {@link #start} serves on loopback until {@link #close}. Every path that is not
 * a probe, {@code /metrics} or {@code /admin} is an application request, answered with the version and counted; so is
 * every message on a WebSocket.
 */
public final class SampleTarget implements Foreground.Running {
    /** How many agents the sample application pretends to run, as many as the application it is modelled on. */
    public static final int AGENTS = 61;

    public static final String VERSION_HEADER = "X-App-Version";

    private final TargetOptions options;
    private final EventLoop loop = new EventLoop();
    private final Tally tally;
    private final HealthAnswers health;
    private final TargetMetrics metrics;
    private final SplittableRandom random;
    private final HttpServer server;
    private volatile Behaviour behaviour = Behaviour.HEALTHY;

    private SampleTarget(TargetOptions options) {
        this.options = options;
        tally = new Tally(options.version());
        health = new HealthAnswers(options.version());
        metrics = new TargetMetrics(options.version(), () -> behaviour);
        random = new SplittableRandom(options.seed());
        server = loop.vertx().createHttpServer(new HttpServerOptions().setHost("127.0.0.1"));
    }

    /** Returns once requests are answered; throws {@link IllegalStateException} when the port is taken. */
    public static SampleTarget start(TargetOptions options) {
        SampleTarget target = new SampleTarget(options);
        try {
            EventLoop.await(target.server
                    .webSocketHandler(target::converse)
                    .requestHandler(target::route)
                    .listen(options.port()));
            return target;
        } catch (IllegalStateException e) {
            target.close();
            throw e;
        }
    }

    public static void main(String[] arguments) {
        Foreground.run(() -> start(TargetOptions.read(arguments, System.getenv())));
    }

    public int port() {
        return server.actualPort();
    }

    public String version() {
        return options.version();
    }

    public Behaviour behaviour() {
        return behaviour;
    }

    /** Takes effect for requests that arrive from now on. */
    public void behave(Behaviour next) {
        behaviour = next;
        tally.behaviourChanged();
    }

    public ServiceRecord served() {
        return tally.snapshot();
    }

    @Override
    public String startLine() {
        return new JsonObject()
                .put("started", "sample-target")
                .put("port", port())
                .put("version", version())
                .put("pid", ProcessHandle.current().pid())
                .encode();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void route(HttpServerRequest request) {
        request.response().putHeader(VERSION_HEADER, version());
        switch (request.path()) {
            case "/health/live" -> probe(request, 200, health.live());
            case "/health/ready" -> probe(request, behaviour.ready() ? 200 : 503, health.ready(behaviour));
            case "/health/startup" -> probe(request, 200, health.startup());
            case "/metrics" ->
                request.response()
                        .putHeader("content-type", TargetMetrics.CONTENT_TYPE)
                        .end(metrics.scrape());
            case "/admin/record" -> JsonHttp.answer(request.response(), 200, served().toJson());
            case "/admin/behaviour" -> administer(request);
            default -> serve(request);
        }
    }

    private static void probe(HttpServerRequest request, int status, JsonObject body) {
        HealthAnswers.echoProber(request);
        JsonHttp.answer(request.response(), status, body);
    }

    private void administer(HttpServerRequest request) {
        switch (request.method().name()) {
            case "GET" -> JsonHttp.answer(request.response(), 200, behaviour.toJson());
            case "PUT" ->
                JsonHttp.body(request, json -> {
                    behave(Behaviour.from(json));
                    JsonHttp.answer(request.response(), 200, behaviour.toJson());
                });
            default -> JsonHttp.methodNotAllowed(request, "GET, PUT");
        }
    }

    private void serve(HttpServerRequest request) {
        long arrivedNanos = System.nanoTime();
        tally.received();
        boolean fails = happens(behaviour.errorRate());
        metrics.workflowRan(!happens(behaviour.workflowErrorRate()));
        long delayMs = behaviour.latency().plusNanos(999_999).toMillis();
        if (delayMs == 0) {
            answer(request, fails, arrivedNanos);
        } else {
            loop.vertx().setTimer(delayMs, timer -> answer(request, fails, arrivedNanos));
        }
    }

    /** A WebSocket on any path: it says its version first, and then every message is a request that is answered in turn. */
    private void converse(ServerWebSocket socket) {
        socket.writeTextMessage(version());
        socket.textMessageHandler(message -> {
            tally.received();
            boolean fails = happens(behaviour.errorRate());
            tally.served(fails ? 500 : 200);
            if (!socket.isClosed()) {
                socket.writeTextMessage(fails ? "error" : "ok");
            }
        });
    }

    private void answer(HttpServerRequest request, boolean fails, long arrivedNanos) {
        int status = fails ? 500 : 200;
        // Counted before the answer leaves: whoever holds the answer finds it in the record.
        tally.served(status);
        metrics.served(status, Duration.ofNanos(System.nanoTime() - arrivedNanos));
        if (request.response().closed()) {
            return;
        }
        JsonHttp.answer(
                request.response(),
                status,
                new JsonObject()
                        .put("version", version())
                        .put("status", fails ? "error" : "ok")
                        .put("path", request.path()));
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }
}
