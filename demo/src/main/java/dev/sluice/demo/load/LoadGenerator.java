package dev.sluice.demo.load;

import dev.sluice.demo.EventLoop;
import dev.sluice.demo.Foreground;
import dev.sluice.demo.WallClock;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends GET requests at a constant rate over keep-alive connections, open loop: the next request leaves when it is due,
 * not when the last one was answered. Nothing is sent twice; a request without an answer is recorded as failed.
 */
public final class LoadGenerator implements Foreground.Running {
    private static final Duration REPORT_PERIOD = Duration.ofSeconds(1);
    private static final long TICK_MS = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LoadOptions options;
    private final EventLoop loop = new EventLoop();
    private final HttpClient client;
    private final RequestOptions request;
    private final Observations observations = new Observations();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private boolean closed;
    private long ticker;
    private long startNanos;
    private long sent;
    private long ended;

    private LoadGenerator(LoadOptions options) {
        this.options = options;
        client = loop.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setMaxPoolSize(options.connections())
                        .setKeepAlive(true)
                        .setPipelining(false));
        request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(options.url().toString())
                .setTimeout(options.timeout().toMillis());
        options.headers().forEach(request::putHeader);
    }

    public static LoadGenerator start(LoadOptions options) {
        LoadGenerator generator = new LoadGenerator(options);
        generator.loop.vertx().runOnContext(now -> generator.sendFirst());
        return generator;
    }

    public static void main(String[] arguments) {
        Foreground.run(() -> {
            LoadGenerator generator = start(LoadOptions.read(arguments, System.getenv()));
            generator
                    .loop
                    .vertx()
                    .setPeriodic(
                            REPORT_PERIOD.toMillis(),
                            timer -> Foreground.say(
                                    System.out,
                                    generator
                                            .observations
                                            .over(REPORT_PERIOD)
                                            .toJson()
                                            .encode()));
            generator.finished.thenRun(() -> Thread.ofPlatform().start(() -> System.exit(0)));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Foreground.say(
                            System.out,
                            new JsonObject()
                                    .put("summary", generator.observations.all().toJson())
                                    .encode())));
            return generator;
        });
    }

    public Observations observations() {
        return observations;
    }

    /** Waits until a limited number of requests has been sent and every one has ended. */
    public void awaitEnd(Duration patience) {
        try {
            finished.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the load did not end within " + patience, e);
        }
    }

    @Override
    public String startLine() {
        return new JsonObject()
                .put("started", "load-generator")
                .put("url", options.url().toString())
                .put("rate", options.perSecond() + "/s")
                .put("pid", ProcessHandle.current().pid())
                .encode();
    }

    /** Stops at once; requests in flight are not recorded. A second call does nothing. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Promise<Void> stopped = Promise.promise();
        // On the loop, so that no request is being sent while its client is taken away.
        loop.vertx().runOnContext(now -> {
            closed = true;
            loop.vertx().cancelTimer(ticker);
            stopped.complete();
        });
        EventLoop.await(stopped.future());
        loop.close();
    }

    /** The clock starts when the first request has ended: what it costs to load the client is no latency of the target. */
    private void sendFirst() {
        sent = 1;
        send(System.nanoTime(), () -> {
            if (closed) {
                return;
            }
            startNanos = System.nanoTime();
            ticker = loop.vertx().setPeriodic(TICK_MS, this::sendDue);
        });
    }

    private void sendDue(long timer) {
        long elapsedNanos = System.nanoTime() - startNanos;
        long due = 1 + elapsedNanos / 1_000 * options.perSecond() / 1_000_000;
        long limit = options.requests() == 0 ? due : Math.min(due, options.requests());
        while (sent < limit) {
            send(startNanos + sent * NANOS_PER_SECOND / options.perSecond(), () -> {});
            sent++;
        }
        if (options.requests() > 0 && sent == options.requests()) {
            loop.vertx().cancelTimer(timer);
        }
    }

    private void send(long dueNanos, Runnable afterwards) {
        long sentAt = WallClock.epochMicros();
        client.request(request)
                .compose(ready -> ready.send())
                .compose(response -> response.body().map(body -> answered(response)))
                .onSuccess(answer -> record(sentAt, dueNanos, answer.status(), answer.version()))
                .onFailure(cause -> record(sentAt, dueNanos, Observation.NO_ANSWER, Observation.UNKNOWN))
                .onComplete(ended -> afterwards.run());
    }

    private record Answer(int status, String version) {}

    private Answer answered(HttpClientResponse response) {
        String version = response.getHeader(options.versionHeader());
        return new Answer(response.statusCode(), Objects.requireNonNullElse(version, Observation.UNKNOWN));
    }

    private void record(long sentAt, long dueNanos, int status, String version) {
        long latencyMicros = (System.nanoTime() - dueNanos) / 1_000;
        observations.add(new Observation(sentAt, WallClock.epochMicros(), latencyMicros, status, version));
        ended++;
        if (ended == options.requests()) {
            finished.complete(null);
        }
    }
}
