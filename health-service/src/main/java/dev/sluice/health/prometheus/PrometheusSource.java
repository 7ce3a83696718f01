package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.call.Credentials;
import dev.sluice.health.call.Reply;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.prometheus.QueryAnswer.Outcome;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The HTTP API of a Prometheus. Each query is a request of its own, in parallel, with the whole time limit to itself, so
 * that one expensive query can't silence the others.
 */
public final class PrometheusSource implements MetricSource {
    private final Source.Prometheus source;
    private final Calls calls;
    private final URI endpoint;
    private final Map<String, Asked.Form> forms = new ConcurrentHashMap<>();

    public PrometheusSource(Source.Prometheus source, Calls calls) {
        this.source = source;
        this.calls = calls;
        this.endpoint = URI.create(source.url().toString().replaceFirst("/+$", "") + "/api/v1/query");
    }

    @Override
    public void sample(List<Metric> metrics, Consumer<Answer> to) {
        for (Metric metric : metrics) {
            Thread.ofVirtual().name("prometheus").start(() -> to.accept(new Answer(metric, answer(metric))));
        }
    }

    @Override
    public void close() {}

    private Sample answer(Metric metric) {
        if (!(metric.read() instanceof Reading.Promql promql)) {
            return new Sample.Failed("expected a query, found " + metric.read());
        }
        try {
            return ask(promql.query());
        } catch (CallFailed e) {
            return new Sample.Failed(source.url() + ": " + e.reason());
        } catch (RuntimeException e) {
            return new Sample.Failed(source.url() + ": the answer is not Prometheus': " + e);
        }
    }

    /**
     * A form that Prometheus refuses is followed by the plain query, which either shows what it gives, or is refused in
     * words about what the author wrote. What worked is remembered.
     */
    private Sample ask(String query) throws CallFailed {
        long deadline = System.nanoTime() + source.timeout().duration().toNanos();
        Asked asked = Asked.of(query, forms.getOrDefault(query, Asked.Form.VECTOR));
        Outcome first = send(asked, deadline);
        if (first instanceof Outcome.Not not && not.refused().badQuery() && asked.form() != Asked.Form.PLAIN) {
            Asked plain = Asked.of(query, Asked.Form.PLAIN);
            Outcome second = send(plain, deadline);
            if (second instanceof Outcome.Given given) {
                forms.put(query, formFor(given.data(), asked.form()));
            }
            return sample(second, plain);
        }
        return sample(first, asked);
    }

    private static Asked.Form formFor(JsonNode data, Asked.Form refused) {
        boolean scalar = QueryAnswer.isScalar(data) && refused == Asked.Form.VECTOR;
        return scalar ? Asked.Form.SCALAR : Asked.Form.PLAIN;
    }

    private Sample sample(Outcome outcome, Asked asked) {
        return switch (outcome) {
            case Outcome.Given given ->
                QueryAnswer.sample(given.data(), asked, source.staleAfter().duration());
            case Outcome.Not not ->
                not.refused().noRight()
                        ? new Sample.Failed(not.refused().words(), true).at(source.url())
                        : new Sample.Failed(not.refused().words());
        };
    }

    private Outcome send(Asked asked, long deadline) throws CallFailed {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative()) {
            throw new CallFailed("no answer within " + source.timeout());
        }
        String form = "query=" + URLEncoder.encode(asked.text(), StandardCharsets.UTF_8) + "&timeout="
                + Math.max(1, left.toMillis()) + "ms";
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        source.headers().forEach(request::setHeader);
        Credentials.bearer(request, source.bearer());
        Credentials.basic(request, source.basic());
        Calls way = source.ca().isPresent() ? calls.trusting(source.ca().get()) : calls;
        Reply reply = way.send(request.build(), left);
        return QueryAnswer.read(reply);
    }
}
