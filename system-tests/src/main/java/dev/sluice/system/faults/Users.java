package dev.sluice.system.faults;

import dev.sluice.demo.WallClock;
import dev.sluice.demo.target.SampleTarget;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The users of one target: some on keep-alive connections, some that send back the persistence cookie they were given, and
 * one with a WebSocket. Visitors with a cookie come anew until they meet the candidate, and so does the WebSocket: each
 * wants to stay with it. Nothing is sent twice; what they met is counted, not kept.
 */
final class Users implements AutoCloseable {
    private static final int PER_SECOND = 10;
    private static final int VISITORS = 3;
    private static final long VISIT_MS = 500;
    private static final long MESSAGE_MS = 250;
    private static final long TIMEOUT_MS = 5_000;
    private static final int NO_ANSWER = 0;

    /** What they met since {@link #beginCount}. Times are wall-clock microseconds. */
    record Met(long requests, long lost, long meanwhile, OptionalLong lastFromCandidate, List<String> examples) {}

    private final Vertx vertx;
    private final int port;
    private final String candidate;
    private final List<HttpClient> clients = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    private final WebSocketClient sockets;
    private @Nullable WebSocket socket;
    private boolean socketOpening;
    private long requests;
    private long lost;
    private long meanwhile;
    private OptionalLong lastFromCandidate = OptionalLong.empty();
    private OptionalLong outageSince = OptionalLong.empty();
    private OptionalLong outageUntil = OptionalLong.empty();
    private final List<String> examples = new ArrayList<>();
    private volatile boolean closed;
    private volatile boolean onCandidate;

    /** Begins at once; everything runs on the one thread of {@code vertx}. */
    Users(Vertx vertx, int port, String candidate) {
        this.vertx = vertx;
        this.port = port;
        this.candidate = candidate;
        HttpClient steady = client(4);
        every(1_000 / PER_SECOND, () -> send(steady, Optional.empty()));
        for (int i = 0; i < VISITORS; i++) {
            Visitor visitor = new Visitor(client(1));
            every(VISIT_MS, visitor::visit);
        }
        sockets = vertx.createWebSocketClient();
        every(MESSAGE_MS, this::talk);
    }

    private HttpClient client(int connections) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(connections));
        clients.add(client);
        return client;
    }

    private void every(long ms, Runnable task) {
        timers.add(vertx.setPeriodic(ms, timer -> task.run()));
    }

    /** One who comes back with the cookie. */
    private final class Visitor {
        private final HttpClient client;
        private Optional<String> cookie = Optional.empty();

        Visitor(HttpClient client) {
            this.client = client;
        }

        void visit() {
            send(client, cookie).onSuccess(answer -> {
                boolean stays = answer.version().equals(candidate);
                cookie = stays ? answer.cookie().or(() -> cookie) : Optional.empty();
            });
        }
    }

    private record Answer(int status, String version, Optional<String> cookie) {}

    private io.vertx.core.Future<Answer> send(HttpClient client, Optional<String> cookie) {
        long sentAt = WallClock.epochMicros();
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/")
                .setTimeout(TIMEOUT_MS);
        cookie.ifPresent(value -> request.putHeader("Cookie", value));
        return client.request(request)
                .compose(ready -> ready.send())
                .compose(response -> response.body().map(body -> answer(response)))
                .onSuccess(answer -> met(sentAt, answer.status(), answer.version(), ""))
                .onFailure(cause -> met(sentAt, NO_ANSWER, "", String.valueOf(cause.getMessage())));
    }

    private static Answer answer(HttpClientResponse response) {
        String version = response.getHeader(SampleTarget.VERSION_HEADER);
        Optional<String> cookie =
                response.cookies().stream().map(each -> each.split(";", 2)[0]).findFirst();
        return new Answer(response.statusCode(), version == null ? "" : version, cookie);
    }

    private synchronized void met(long sentAt, int status, String version, String why) {
        if (closed) {
            return;
        }
        long now = WallClock.epochMicros();
        requests++;
        if (version.equals(candidate)) {
            lastFromCandidate = OptionalLong.of(now);
        } else if (status == NO_ANSWER || status >= 500) {
            boolean routerWasThere = outageSince.isEmpty()
                    || now < outageSince.getAsLong()
                    || sentAt > outageUntil.orElse(Long.MAX_VALUE);
            if (routerWasThere) {
                lost++;
                if (examples.size() < 5) {
                    examples.add("%d %s %s".formatted(status, version, why));
                }
            } else {
                meanwhile++;
            }
        }
    }

    private void talk() {
        if (socket != null) {
            socket.writeTextMessage("hello");
        } else if (!socketOpening && !closed) {
            socketOpening = true;
            sockets.connect(port, "127.0.0.1", "/talk").onComplete(opened -> {
                socketOpening = false;
                if (opened.succeeded()) {
                    entered(opened.result());
                }
            });
        }
    }

    /** Its first message is the version. */
    private void entered(WebSocket opened) {
        opened.closeHandler(gone -> left(opened));
        opened.exceptionHandler(broken -> left(opened));
        opened.textMessageHandler(message -> {
            if (message.equals(candidate)) {
                socket = opened;
                onCandidate = true;
            } else if (socket != opened) {
                opened.close();
            }
        });
    }

    private void left(WebSocket gone) {
        if (socket == gone) {
            socket = null;
            onCandidate = false;
        }
    }

    /** Whether the WebSocket is with the candidate. */
    boolean onCandidate() {
        return onCandidate;
    }

    /** Forgets what was met so far. */
    synchronized void beginCount() {
        requests = 0;
        lost = 0;
        meanwhile = 0;
        lastFromCandidate = OptionalLong.empty();
        outageSince = OptionalLong.empty();
        outageUntil = OptionalLong.empty();
        examples.clear();
    }

    /** From now on the router itself is dead or stopped: what is lost is lost by that. */
    synchronized void outageBegins() {
        outageSince = OptionalLong.of(WallClock.epochMicros());
    }

    /** It answers again. */
    synchronized void outageEnds() {
        outageUntil = OptionalLong.of(WallClock.epochMicros());
    }

    synchronized Met met() {
        return new Met(requests, lost, meanwhile, lastFromCandidate, List.copyOf(examples));
    }

    @Override
    public void close() {
        closed = true;
        vertx.runOnContext(now -> {
            timers.forEach(vertx::cancelTimer);
            clients.forEach(HttpClient::close);
            sockets.close();
        });
    }
}
