package dev.sluice.notifier.outbound;

import dev.sluice.notifier.port.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * One POST of JSON: guarded, within 10 s, following no redirect, reading at most 64 KiB of the answer. No exception
 * names the address, since an address may be a secret.
 */
public final class Post {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int ANSWER_MAX = 64 * 1024;
    private final HttpClient client;
    private final AddressGuard guard;
    private final Clock clock;

    /** What came back: an answer, or the outcome that stands in for one. */
    public sealed interface Result {
        /** An answer of any status. */
        record Answered(int status, String body, Optional<Duration> retryAfter) implements Result {}

        /** No answer. */
        record None(Outcome outcome) implements Result {}
    }

    public Post(AddressGuard guard, Clock clock) {
        this.guard = guard;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    public Instant now() {
        return clock.instant();
    }

    public Result send(URI url, Map<String, String> headers, byte[] json) {
        try {
            Optional<String> objection = guard.objection(url);
            if (objection.isPresent()) {
                return new Result.None(new Outcome.Refused(objection.get()));
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json));
            headers.forEach(request::header);
            return answered(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (UnknownHostException e) {
            return later("the host's name can't be resolved");
        } catch (IOException e) {
            return later("no answer (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            return new Result.None(new Outcome.Refused("the address or a header can't be used in HTTP"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return later("the service is stopping");
        }
    }

    /** What a status other than 2xx means where the receiver's own rules don't say more. */
    public static Outcome failed(Result.Answered answer) {
        int status = answer.status();
        String why = "answered " + status;
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Outcome.Later(answer.retryAfter(), why);
        }
        if (status >= 300 && status < 400) {
            return new Outcome.Refused(why + ", a redirect, which is not followed");
        }
        return new Outcome.Refused(why);
    }

    private Result answered(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(ANSWER_MAX), StandardCharsets.UTF_8);
            Optional<Duration> wait =
                    response.headers().firstValue("Retry-After").flatMap(this::delay);
            return new Result.Answered(response.statusCode(), text, wait);
        }
    }

    /** Seconds or a date, as HTTP allows both. */
    private Optional<Duration> delay(String value) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip()))));
        } catch (NumberFormatException e) {
            return date(value);
        }
    }

    private Optional<Duration> date(String value) {
        try {
            Instant at = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), at);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Result later(String why) {
        return new Result.None(new Outcome.Later(Optional.empty(), why));
    }
}
