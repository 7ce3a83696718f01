package dev.sluice.health.call;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls with one limit each for the whole of it; the client's own limits end with the headers, and a server that hangs
 * in the middle of a body would hold a caller for ever. Redirects are not followed: a token must not travel on.
 */
public final class Calls {
    /** A page that is larger is a failure, not a reason to run out of memory. */
    public static final int BYTES_MAX = 16 * 1024 * 1024;

    private final HttpClient client;
    private final Authorities authorities;
    private final Sharing sharing = new Sharing(this::send);

    public Calls(HttpClient client) {
        this.client = client;
        this.authorities = new Authorities(client);
    }

    /** The same way to servers for which only the certificates of a PEM file vouch. */
    public Calls trusting(String file) throws CallFailed {
        return authorities.trusting(file);
    }

    /**
     * The same as {@link #send}, but one request for all who ask the same of the same server within a few milliseconds, or
     * while they wait for their turn there. None gets an answer to a request that was sent before it asked.
     *
     * @param body the request's, as text; empty where it has none
     */
    public Reply shared(HttpRequest request, String body, Duration limit) throws CallFailed {
        return sharing.ask(request, body, limit);
    }

    /** Blocks the caller, a virtual thread, until the whole response is here or the limit has passed. */
    public Reply send(HttpRequest request, Duration limit) throws CallFailed {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), BYTES_MAX));
        try {
            HttpResponse<byte[]> response = sent.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw failed("no answer within " + limit.toMillis() + "ms", e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        } catch (ExecutionException e) {
            throw failed(reason(e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private static CallFailed failed(String reason, Exception cause) {
        CallFailed failure = new CallFailed(reason);
        failure.initCause(cause);
        return failure;
    }

    private static String reason(Throwable failure) {
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
