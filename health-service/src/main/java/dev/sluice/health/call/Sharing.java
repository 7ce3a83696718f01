package dev.sluice.health.call;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends what several ask at the same moment once. An answer serves those alone who asked before its request was sent:
 * what is due at a time must not be judged by older data. A host is asked a bounded number of questions at once, in the
 * order in which they came; one that hangs holds up nobody else's. Safe to use from any thread.
 */
final class Sharing {
    /** How long a question waits for others who ask the same. */
    private static final Duration WINDOW = Duration.ofMillis(5);

    static final int AT_ONCE = 32;

    private final Sender sender;
    private final Map<Question, Batch> open = new HashMap<>();
    private final Map<String, Host> hosts = new HashMap<>();

    /** How a request is sent in the end. */
    @FunctionalInterface
    interface Sender {
        Reply send(HttpRequest request, Duration limit) throws CallFailed;
    }

    /** Two that are equal have the same answer. */
    private record Question(String method, URI uri, HttpHeaders headers, String body) {}

    /** Those who wait for one answer. */
    private static final class Batch {
        private final CompletableFuture<Reply> answer = new CompletableFuture<>();
        /** When the last of them gives up, as {@code System.nanoTime}. */
        private long patience;

        Batch(long patience) {
            this.patience = patience;
        }
    }

    /** One server's turns, as long as somebody asks it. */
    private static final class Host {
        private final Semaphore turns = new Semaphore(AT_ONCE, true);
        private int users;
    }

    Sharing(Sender sender) {
        this.sender = sender;
    }

    /**
     * Blocks the caller, a virtual thread, until the answer is here or the limit, which counts from now, has passed.
     *
     * @param body the request's, as text; empty where it has none
     */
    Reply ask(HttpRequest request, String body, Duration limit) throws CallFailed {
        CompletableFuture<Reply> answer = join(request, body, System.nanoTime() + limit.toNanos());
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failed(new CallFailed("no answer within " + limit.toMillis() + "ms"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(new CallFailed("interrupted"), e);
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof CallFailed call ? call.reason() : String.valueOf(e.getCause());
            throw failed(new CallFailed(reason), e);
        }
    }

    private static CallFailed failed(CallFailed failure, Exception cause) {
        failure.initCause(cause);
        return failure;
    }

    private synchronized CompletableFuture<Reply> join(HttpRequest request, String body, long patience) {
        Question question = new Question(request.method(), request.uri(), request.headers(), body);
        Batch known = open.get(question);
        if (known != null) {
            known.patience = Math.max(known.patience, patience);
            return known.answer;
        }
        Batch batch = new Batch(patience);
        open.put(question, batch);
        Host host = hosts.computeIfAbsent(place(request.uri()), place -> new Host());
        host.users++;
        Thread.ofVirtual().name("shared-call").start(() -> send(request, question, batch, host));
        return batch.answer;
    }

    private static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private void send(HttpRequest request, Question question, Batch batch, Host host) {
        try {
            Thread.sleep(WINDOW);
            host.turns.acquire();
            try {
                batch.answer.complete(sender.send(request, close(question, batch)));
            } finally {
                host.turns.release();
            }
        } catch (CallFailed | RuntimeException e) {
            batch.answer.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            batch.answer.completeExceptionally(e);
        } finally {
            leave(question, batch, host);
        }
    }

    /** From here on nobody joins. What nobody waits for any more is not sent. */
    private synchronized Duration close(Question question, Batch batch) throws CallFailed {
        open.remove(question, batch);
        long left = batch.patience - System.nanoTime();
        if (left <= 0) {
            throw new CallFailed("no turn within the time limit");
        }
        return Duration.ofNanos(left);
    }

    private synchronized void leave(Question question, Batch batch, Host host) {
        open.remove(question, batch);
        host.users--;
        if (host.users == 0) {
            hosts.remove(place(question.uri()), host);
        }
    }
}
