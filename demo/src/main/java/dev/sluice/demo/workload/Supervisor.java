package dev.sluice.demo.workload;

import dev.sluice.demo.EventLoop;
import dev.sluice.demo.Foreground;
import dev.sluice.demo.JsonHttp;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one program running, and ends it, by the HTTP workload contract (docs/http-workload-contract.md), on loopback. An
 * instance that ends by itself is started again after a second. One that is to end gets a SIGTERM, and after five seconds
 * a SIGKILL. What was asked for is kept in a file, so that a supervisor that restarts brings nothing back.
 */
public final class Supervisor implements Foreground.Running {
    private static final long RESTART_AFTER_MS = 1_000;
    private static final long KILL_AFTER_MS = 5_000;
    private static final int PROBE_LIMIT_MS = 500;

    private final SupervisorOptions options;
    private final EventLoop loop = new EventLoop();
    private final HttpServer server;
    private final HttpClient probe;
    private final String life = UUID.randomUUID().toString().substring(0, 8);
    private Wanted wanted;
    private int revision;
    private boolean closing;
    private volatile @Nullable Process instance;

    private Supervisor(SupervisorOptions options) {
        this.options = options;
        this.wanted = Wanted.load(options.state());
        this.server = loop.vertx().createHttpServer(new HttpServerOptions().setHost("127.0.0.1"));
        this.probe = loop.vertx().createHttpClient(new HttpClientOptions().setConnectTimeout(PROBE_LIMIT_MS));
    }

    /** Returns once requests are answered and the program, if it is to run, was started. */
    public static Supervisor start(SupervisorOptions options) {
        Supervisor supervisor = new Supervisor(options);
        try {
            EventLoop.await(supervisor.server.requestHandler(supervisor::route).listen(options.port()));
            EventLoop.await(supervisor.onLoop(supervisor::keepUp));
            return supervisor;
        } catch (IllegalStateException e) {
            supervisor.close();
            throw e;
        }
    }

    public static void main(String[] arguments) {
        Foreground.run(() -> start(SupervisorOptions.read(arguments, System.getenv())));
    }

    public int port() {
        return server.actualPort();
    }

    /** The process of the instance that there is. From any thread. */
    public Optional<ProcessHandle> instance() {
        return Optional.ofNullable(instance).map(Process::toHandle);
    }

    private Future<Void> onLoop(Runnable task) {
        return Future.future(done -> loop.vertx().runOnContext(now -> {
            try {
                task.run();
                done.complete();
            } catch (UncheckedIOException e) {
                done.fail(e);
            }
        }));
    }

    private void route(HttpServerRequest request) {
        if (!request.path().equals("/workloads/" + options.name()) || wanted.forgotten()) {
            JsonHttp.notFound(request);
            return;
        }
        switch (request.method().name()) {
            case "GET" -> answer(request);
            case "PUT" -> {
                if (mayWrite(request)) {
                    JsonHttp.body(request, json -> put(request, Wanted.read(json)));
                }
            }
            case "DELETE" -> {
                if (mayWrite(request)) {
                    delete(request);
                }
            }
            default -> JsonHttp.methodNotAllowed(request, "GET, PUT, DELETE");
        }
    }

    private boolean mayWrite(HttpServerRequest request) {
        String ifMatch = request.getHeader("if-match");
        if (ifMatch == null) {
            JsonHttp.problem(
                    request.response(), 428, "Precondition required", "expected If-Match with the ETag of GET", "");
            return false;
        }
        if (!ifMatch.strip().equals(etag())) {
            changedMeanwhile(request);
            return false;
        }
        return true;
    }

    private void changedMeanwhile(HttpServerRequest request) {
        request.response().putHeader("etag", etag());
        JsonHttp.problem(
                request.response(),
                412,
                "Precondition failed",
                "the workload was changed by somebody else: read it again",
                "");
    }

    /** The body took a while to come: the tag is compared again, in the same step as the change. */
    private void put(HttpServerRequest request, Wanted next) {
        if (!etag().equals(String.valueOf(request.getHeader("if-match")).strip())) {
            changedMeanwhile(request);
            return;
        }
        change(next);
        answer(request);
    }

    private void delete(HttpServerRequest request) {
        if (instance != null) {
            JsonHttp.problem(request.response(), 409, "Conflict", "an instance runs: expected replicas 0 first", "");
            return;
        }
        change(wanted.forget());
        request.response().setStatusCode(204).end();
    }

    private void change(Wanted next) {
        next.keep(options.state());
        wanted = next;
        revision++;
        keepUp();
    }

    private String etag() {
        return "\"" + life + "-" + revision + "\"";
    }

    private void answer(HttpServerRequest request) {
        int running = instance == null ? 0 : 1;
        ready().onComplete(asked -> {
            request.response().putHeader("etag", etag());
            JsonHttp.answer(
                    request.response(),
                    200,
                    new JsonObject()
                            .put("replicas", wanted.replicas())
                            .put("running", running)
                            .put("ready", asked.succeeded() && asked.result() ? running : 0)
                            .put("claim", wanted.claim().map(Claim::write).orElse(null)));
        });
    }

    private Future<Boolean> ready() {
        if (instance == null) {
            return Future.succeededFuture(false);
        }
        return probe.request(
                        HttpMethod.GET,
                        options.ready().getPort(),
                        options.ready().getHost(),
                        options.ready().getRawPath())
                .compose(request -> request.idleTimeout(PROBE_LIMIT_MS).send())
                .map(response -> response.statusCode() == 200);
    }

    private void keepUp() {
        Process now = instance;
        if (now == null && wanted.replicas() > 0 && !closing) {
            launch();
        } else if (now != null && wanted.replicas() == 0) {
            end(now);
        }
    }

    private void launch() {
        try {
            Process started = new ProcessBuilder(options.command()).inheritIO().start();
            instance = started;
            started.onExit().thenRun(() -> onLoop(this::ended));
        } catch (IOException e) {
            throw new UncheckedIOException(options.command().getFirst() + " can't be started", e);
        }
    }

    private void ended() {
        instance = null;
        if (wanted.replicas() > 0 && !closing) {
            loop.vertx().setTimer(RESTART_AFTER_MS, id -> keepUp());
        }
    }

    private void end(Process process) {
        process.destroy();
        loop.vertx().setTimer(KILL_AFTER_MS, id -> process.destroyForcibly());
    }

    @Override
    public String startLine() {
        return new JsonObject()
                .put("started", "supervisor")
                .put("port", port())
                .put("workload", options.name())
                .put("pid", ProcessHandle.current().pid())
                .encode();
    }

    /** Ends the program as well. */
    @Override
    public void close() {
        EventLoop.await(onLoop(() -> closing = true));
        Process last = instance;
        if (last != null) {
            last.destroy();
            awaitEnd(last);
        }
        loop.close();
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(KILL_AFTER_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
