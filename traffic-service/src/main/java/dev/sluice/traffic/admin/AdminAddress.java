package dev.sluice.traffic.admin;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.SecretRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One admin address and the ways to ask there. Never follows a redirect, reads at most 64 KiB unless told otherwise, and ends
 * at once on an interrupt. What fails becomes a failure of the port that the adapter serves.
 *
 * @param <X> the port's failures
 */
public final class AdminAddress<X extends Exception> {
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int BEGINNING_BYTES = 4 * 1024;
    private final HttpClient client;
    private final URI url;
    private final Optional<SecretRef> bearer;
    private final Function<SecretRef, String> secrets;
    private final BiFunction<String, Throwable, X> unreachable;
    private final Function<String, X> refused;
    private final int bodyBytesMax;

    /**
     * An address; connects nowhere.
     *
     * @param client the caller's, never closed here; it must not follow redirects
     * @param unreachable makes a failure that may pass by itself
     * @param refused makes one that will not
     */
    public AdminAddress(
            HttpClient client,
            URI url,
            Optional<SecretRef> bearer,
            Function<SecretRef, String> secrets,
            BiFunction<String, Throwable, X> unreachable,
            Function<String, X> refused) {
        this(client, url, bearer, secrets, unreachable, refused, BODY_BYTES_MAX);
    }

    private AdminAddress(
            HttpClient client,
            URI url,
            Optional<SecretRef> bearer,
            Function<SecretRef, String> secrets,
            BiFunction<String, Throwable, X> unreachable,
            Function<String, X> refused,
            int bodyBytesMax) {
        this.client = client;
        this.url = url;
        this.bearer = bearer;
        this.secrets = secrets;
        this.unreachable = unreachable;
        this.refused = refused;
        this.bodyBytesMax = bodyBytesMax;
    }

    /** The same address, for answers of up to so many bytes. */
    public AdminAddress<X> reading(int bytesMax) {
        return new AdminAddress<>(client, url, bearer, secrets, unreachable, refused, bytesMax);
    }

    public HttpResponse<String> get(String path, Duration limit) throws X {
        return send(request(path, limit).GET().build());
    }

    /** Asks for something to be done; everything is said in the path. */
    public HttpResponse<String> post(String path, Duration limit) throws X {
        return send(request(path, limit).POST(BodyPublishers.noBody()).build());
    }

    /** An answer of which only the beginning is read. */
    public record Answer(int status, String beginning) {}

    /** Asks by a JSON text, with headers of the caller's that say what is asked for and by whom. */
    public Answer post(String path, Map<String, String> headers, byte[] json, Duration limit) throws X {
        HttpRequest.Builder builder = request(path, limit).header("Content-Type", "application/json");
        headers.forEach(builder::header);
        HttpRequest request = builder.POST(BodyPublishers.ofByteArray(json)).build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return new Answer(
                    response.statusCode(), new String(body.readNBytes(BEGINNING_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreachable.apply(request.method() + " " + request.uri() + ": " + said(e), e);
        }
    }

    /** Replaces some fields of what stands there, without a tag. */
    public HttpResponse<String> patch(String path, String json, Duration limit) throws X {
        return send(request(path, limit)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json))
                .build());
    }

    /** Replaces what has this tag by a JSON text. */
    public HttpResponse<String> put(String path, String etag, String json, Duration limit) throws X {
        return send(request(path, limit)
                .header("If-Match", etag)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build());
    }

    /** Removes what has this tag. */
    public HttpResponse<String> delete(String path, String etag, Duration limit) throws X {
        return send(request(path, limit).header("If-Match", etag).DELETE().build());
    }

    /** The strong tag under which what was read may be replaced. */
    public String etag(HttpResponse<String> response) throws X {
        Optional<String> etag = response.headers().firstValue("ETag").filter(tag -> tag.startsWith("\""));
        if (etag.isEmpty()) {
            throw refused.apply(response.uri() + ": expected a strong ETag, found "
                    + response.headers().firstValue("ETag").orElse("none"));
        }
        return etag.get();
    }

    /** What an answer means that is none of those that the contract has for it. */
    public X failure(HttpResponse<String> response) {
        String said = response.request().method() + " " + response.uri() + " answered " + response.statusCode() + ": "
                + Refusal.shown(response.body());
        return switch (response.statusCode()) {
            case 401, 403 ->
                refused.apply(
                        "no right to " + (response.request().method().equals("GET") ? "read" : "write") + ": " + said);
            case 429, 502, 503, 504 -> unreachable.apply(said, new IOException("status " + response.statusCode()));
            default -> refused.apply(said);
        };
    }

    private HttpRequest.Builder request(String path, Duration limit) throws X {
        String base = url.toString().replaceFirst("/+$", "");
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(limit.isPositive() ? limit : Duration.ofMillis(1));
        if (bearer.isPresent()) {
            builder.header("Authorization", "Bearer " + secret(bearer.get()));
        }
        return builder;
    }

    private String secret(SecretRef reference) throws X {
        try {
            return secrets.apply(reference);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw refused.apply("no bearer for " + url + ": " + e.getMessage());
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws X {
        return send(request, BodyHandlers.limiting(BodyHandlers.ofString(), bodyBytesMax));
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws X {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw unreachable.apply(request.method() + " " + request.uri() + ": " + said(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable.apply(request.method() + " " + request.uri() + " was interrupted", e);
        }
    }

    private static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
