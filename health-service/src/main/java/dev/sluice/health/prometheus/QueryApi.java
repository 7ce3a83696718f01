package dev.sluice.health.prometheus;

import dev.sluice.events.plan.Source;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.call.Credentials;
import dev.sluice.health.prometheus.QueryAnswer.Outcome;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a Prometheus is asked: where, and with whose credentials. */
final class QueryApi {
    private final Source.Prometheus source;
    private final Calls calls;
    private final URI instants;
    private final URI ranges;

    /** @param url which Prometheus is asked, with what the source says of its own */
    QueryApi(Source.Prometheus source, URI url, Calls calls) {
        this.source = source;
        this.calls = calls;
        String base = url.toString().replaceFirst("/+$", "") + "/api/v1/";
        this.instants = URI.create(base + "query");
        this.ranges = URI.create(base + "query_range");
    }

    /**
     * One request for all rollouts that ask the same at the same moment, which is why its text has nothing that is of this
     * asking alone.
     *
     * @param at the time to answer for; Prometheus' own where there is none
     */
    Outcome shared(String query, Optional<Instant> at, Duration limit) throws CallFailed {
        String form = instant(query, at, source.timeout().duration());
        return QueryAnswer.read(way().shared(request(instants, form), form, limit));
    }

    /** The same for one who asks alone. */
    Outcome at(String query, Optional<Instant> at, Duration limit) throws CallFailed {
        return QueryAnswer.read(way().send(request(instants, instant(query, at, limit)), limit));
    }

    /** Every step from the first moment on up to the last. */
    Outcome range(String query, Instant from, Instant to, Duration step, Duration limit) throws CallFailed {
        String form = form(query, limit) + "&start=" + seconds(from.toEpochMilli()) + "&end="
                + seconds(to.toEpochMilli()) + "&step=" + seconds(step.toMillis());
        return QueryAnswer.read(way().send(request(ranges, form), limit));
    }

    private static String instant(String query, Optional<Instant> at, Duration limit) {
        return form(query, limit)
                + at.map(time -> "&time=" + seconds(time.toEpochMilli())).orElse("");
    }

    private static String form(String query, Duration limit) {
        return "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&timeout=" + limit.toMillis() + "ms";
    }

    /** Prometheus keeps milliseconds: nothing of the moment's own sample must lie after it. */
    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private HttpRequest request(URI endpoint, String form) throws CallFailed {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        source.headers().forEach(request::setHeader);
        Credentials.bearer(request, source.bearer());
        Credentials.basic(request, source.basic());
        return request.build();
    }

    private Calls way() throws CallFailed {
        return source.ca().isPresent() ? calls.trusting(source.ca().get()) : calls;
    }
}
