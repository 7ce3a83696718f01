package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Source;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.prometheus.QueryAnswer.Outcome;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a query would have given at each moment of the past, by the same rules as {@link PrometheusSource} has for now. */
public final class PrometheusRange {
    /** Prometheus refuses more than 11,000 for a series. */
    private static final int POINTS_MAX = 10_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final Source.Prometheus source;
    private final QueryApi api;

    /**
     * The past as a source has it.
     *
     * @param url which Prometheus is asked, as the source would be asked
     */
    public PrometheusRange(Source.Prometheus source, URI url, Calls calls) {
        this.source = source;
        this.api = new QueryApi(source, url, calls);
    }

    /**
     * One sample for each evaluation, at its time; blocks until all are here.
     *
     * @param reading any that a Prometheus is asked for; a comparison takes two queries for each moment, one after the other
     * @param from the first evaluation, in whole milliseconds
     * @throws CallFailed where Prometheus can't be asked, or refuses, in words for people
     */
    public NavigableMap<Instant, Sample> samples(Reading reading, Instant from, Instant to, Duration step)
            throws CallFailed {
        if (reading instanceof Reading.Comparison comparison) {
            return compared(comparison, new Grid(from, to, step));
        }
        List<Question> questions = questions(reading);
        NavigableMap<Instant, Sample> all = new TreeMap<>();
        Duration part = step.multipliedBy(POINTS_MAX - 1);
        for (Instant begin = from; !begin.isAfter(to); begin = begin.plus(part).plus(step)) {
            Instant end = begin.plus(part).isBefore(to) ? begin.plus(part) : to;
            all.putAll(part(questions, new Grid(begin, end, step)));
        }
        return all;
    }

    /** Each version is asked for the moment that it is asked for live, which for the candidate is that of a scrape. */
    private NavigableMap<Instant, Sample> compared(Reading.Comparison comparison, Grid grid) throws CallFailed {
        NavigableMap<Instant, Sample> all = new TreeMap<>();
        try {
            Counters counters = new Counters(source, comparison);
            for (Instant at = grid.from(); !at.isAfter(grid.to()); at = at.plus(grid.step())) {
                Optional<Instant> moment = Optional.of(at);
                all.put(at, counters.read((query, scraped) -> api.at(query, scraped.or(() -> moment), LIMIT)
                        .given()));
            }
        } catch (Malformed e) {
            throw failed("selector: " + e.getMessage(), e);
        } catch (QueryRefused e) {
            // With holes where Prometheus refused, the candidate would be judged by what Prometheus did.
            throw failed(e.refused().words(), e);
        }
        return all;
    }

    /** A query, and what its answer for one moment means. */
    private record Question(String text, Function<JsonNode, Sample> meaning) {}

    /** A form that Prometheus refuses is followed by the next, and at last by the plain query. */
    private List<Question> questions(Reading reading) throws CallFailed {
        String candidate = source.candidate().orElse("");
        try {
            return switch (reading) {
                case Reading.Promql promql ->
                    Stream.of(Asked.Form.values())
                            .map(form -> Asked.of(promql.query(), form))
                            .distinct()
                            .map(this::question)
                            .toList();
                case Reading.Versus versus -> {
                    Both both = new Both(
                            Translation.of(versus.read(), candidate),
                            Translation.of(versus.read(), source.stable().orElse("")));
                    yield List.of(new Question(both.text(), data -> both.read(data, staleAfter())));
                }
                default -> List.of(question(Translation.of(reading, candidate).asked()));
            };
        } catch (Malformed e) {
            throw failed("selector: " + e.getMessage(), e);
        }
    }

    private static CallFailed failed(String words, Exception cause) {
        CallFailed failed = new CallFailed(words);
        failed.initCause(cause);
        return failed;
    }

    private Question question(Asked asked) {
        return new Question(asked.text(), data -> QueryAnswer.sample(data, asked, staleAfter()));
    }

    private Duration staleAfter() {
        return source.staleAfter().duration();
    }

    /** The moments of one request. */
    private record Grid(Instant from, Instant to, Duration step) {}

    private NavigableMap<Instant, Sample> part(List<Question> questions, Grid grid) throws CallFailed {
        QueryAnswer.Refused refused = new QueryAnswer.Refused("", "was not asked", false);
        for (Question question : questions) {
            switch (api.range(question.text(), grid.from(), grid.to(), grid.step(), LIMIT)) {
                case Outcome.Given given -> {
                    return samples(given.data(), question, grid);
                }
                case Outcome.Not not -> refused = not.refused();
            }
            if (!refused.badQuery()) {
                break;
            }
        }
        throw new CallFailed(refused.words());
    }

    /** Each moment of a matrix as the vector that a query of that moment would have given. */
    private NavigableMap<Instant, Sample> samples(JsonNode matrix, Question question, Grid grid) {
        NavigableMap<Instant, ArrayNode> vectors = new TreeMap<>();
        for (Instant at = grid.from(); !at.isAfter(grid.to()); at = at.plus(grid.step())) {
            vectors.put(at, JsonNodeFactory.instance.arrayNode());
        }
        for (JsonNode series : matrix.path("result")) {
            for (JsonNode pair : series.path("values")) {
                Instant at = Instant.ofEpochMilli(
                        new BigDecimal(pair.path(0).asText()).movePointRight(3).longValue());
                ObjectNode one = vectors.computeIfAbsent(at, each -> JsonNodeFactory.instance.arrayNode())
                        .addObject();
                one.set("metric", series.path("metric"));
                one.set("value", pair);
            }
        }
        NavigableMap<Instant, Sample> samples = new TreeMap<>();
        vectors.forEach((at, vector) -> {
            ObjectNode data = JsonNodeFactory.instance.objectNode().put("resultType", "vector");
            data.set("result", vector);
            samples.put(at, question.meaning().apply(data));
        });
        return samples;
    }
}
