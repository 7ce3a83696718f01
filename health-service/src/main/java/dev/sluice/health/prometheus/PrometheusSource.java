package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.port.MetricSource;
import dev.sluice.health.prometheus.QueryAnswer.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The HTTP API of a Prometheus. Each query is a request of its own, in parallel, with the whole time limit to itself, so
 * that one expensive query can't silence the others.
 */
public final class PrometheusSource implements MetricSource {
    private final Source.Prometheus source;
    private final QueryApi api;
    private final Map<String, Asked.Form> forms = new ConcurrentHashMap<>();
    private final Map<Reading.Comparison, Counters> counters = new ConcurrentHashMap<>();

    public PrometheusSource(Source.Prometheus source, Calls calls) {
        this.source = source;
        this.api = new QueryApi(source, source.url(), calls);
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
        try {
            return read(metric.read());
        } catch (CallFailed e) {
            return new Sample.Failed(source.url() + ": " + e.reason());
        } catch (Malformed e) {
            return new Sample.Failed("selector: " + e.getMessage());
        } catch (RuntimeException e) {
            return new Sample.Failed(source.url() + ": the answer is not Prometheus': " + e);
        }
    }

    private Sample read(Reading reading) throws CallFailed {
        String candidate = source.candidate().orElse("");
        return switch (reading) {
            case Reading.Promql promql -> ask(promql.query());
            case Reading.Gauge gauge -> one(Translation.of(gauge, candidate));
            case Reading.Rate rate -> one(Translation.of(rate, candidate));
            case Reading.Increase increase -> one(Translation.of(increase, candidate));
            case Reading.Ratio ratio -> one(Translation.of(ratio, candidate));
            case Reading.Quantile quantile -> one(Translation.of(quantile, candidate));
            case Reading.Share share -> one(Translation.of(share, candidate));
            case Reading.Versus versus -> both(versus, candidate);
            case Reading.Comparison comparison -> compared(comparison);
            case Reading.Json json -> unfit(json);
            case Reading.Status status -> unfit(status);
            case Reading.Sample sample -> unfit(sample);
            case Reading.Surroundings asked -> unfit(asked);
        };
    }

    private static Sample unfit(Reading reading) {
        return new Sample.Failed("can't be read from Prometheus: " + reading);
    }

    private Sample one(Translation translation) throws CallFailed {
        Asked asked = translation.asked();
        return sample(send(asked.text(), Optional.empty(), limit()), asked);
    }

    private Sample both(Reading.Versus versus, String candidate) throws CallFailed {
        Both both = new Both(
                Translation.of(versus.read(), candidate),
                Translation.of(versus.read(), source.stable().orElse("")));
        return switch (send(both.text(), Optional.empty(), limit())) {
            case Outcome.Given given ->
                both.read(given.data(), source.staleAfter().duration());
            case Outcome.Not not -> refused(not.refused());
        };
    }

    private Sample compared(Reading.Comparison comparison) throws CallFailed {
        long deadline = limit();
        try {
            return counters.computeIfAbsent(comparison, key -> new Counters(source, key))
                    .read((query, at) -> send(query, at, deadline).given());
        } catch (QueryRefused e) {
            return refused(e.refused());
        }
    }

    private long limit() {
        return System.nanoTime() + source.timeout().duration().toNanos();
    }

    /**
     * A form that Prometheus refuses is followed by the plain query, which either shows what it gives, or is refused in
     * words about what the author wrote. What worked is remembered.
     */
    private Sample ask(String query) throws CallFailed {
        long deadline = limit();
        Asked asked = Asked.of(query, forms.getOrDefault(query, Asked.Form.VECTOR));
        Outcome first = send(asked.text(), Optional.empty(), deadline);
        if (first instanceof Outcome.Not not && not.refused().badQuery() && asked.form() != Asked.Form.PLAIN) {
            Asked plain = Asked.of(query, Asked.Form.PLAIN);
            Outcome second = send(plain.text(), Optional.empty(), deadline);
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
            case Outcome.Not not -> refused(not.refused());
        };
    }

    private Sample refused(QueryAnswer.Refused refused) {
        return refused.noRight()
                ? new Sample.Failed(refused.words(), true).at(source.url())
                : new Sample.Failed(refused.words());
    }

    private Outcome send(String query, Optional<Instant> at, long deadline) throws CallFailed {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative()) {
            throw new CallFailed("no answer within " + source.timeout());
        }
        return api.shared(query, at, left);
    }
}
