package dev.sluice.health.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.wire.Json;
import dev.sluice.health.call.Reply;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** What an answer of Prometheus' query API means. */
final class QueryAnswer {
    static final Sample NATIVE_HISTOGRAM = new Sample.Failed("expected a number, the query gives a native histogram");

    private QueryAnswer() {}

    /** A response that is an error, with the words of Prometheus where it has some. */
    record Refused(String errorType, String words, boolean noRight) {
        /**
         * Whether the query itself is at fault, so that asking it in another form may help. What fails in the execution, as
         * for want of memory or of an answer of a store behind, was understood.
         */
        boolean badQuery() {
            return errorType.equals("bad_data");
        }
    }

    /** An answered query: what came, or why not. */
    sealed interface Outcome {
        record Given(JsonNode data) implements Outcome {}

        record Not(Refused refused) implements Outcome {}

        /** What came, for one who has no other way to ask. */
        default JsonNode given() throws QueryRefused {
            return switch (this) {
                case Given given -> given.data();
                case Not not -> throw new QueryRefused(not.refused());
            };
        }
    }

    static Outcome read(Reply reply) {
        if (reply.noRight()) {
            return new Outcome.Not(new Refused("", "no right to read: answered " + reply.status(), true));
        }
        JsonNode tree;
        try {
            tree = Json.WIRE.readTree(reply.body());
        } catch (IOException e) {
            return not("", "answered " + reply.status() + " with something that is no JSON");
        }
        if (tree.path("status").asText().equals("success")) {
            return new Outcome.Given(tree.path("data"));
        }
        String type = tree.path("errorType").asText();
        String words = tree.path("error").asText();
        return not(type, words.isEmpty() ? "answered " + reply.status() : type + ": " + words);
    }

    private static Outcome not(String type, String words) {
        return new Outcome.Not(new Refused(type, "Prometheus " + words, false));
    }

    static boolean hasHistogram(JsonNode data) {
        return StreamSupport.stream(data.path("result").spliterator(), false).anyMatch(each -> each.has("histogram"));
    }

    static boolean isScalar(JsonNode data) {
        return data.path("resultType").asText().equals("scalar");
    }

    static Sample sample(JsonNode data, Asked asked, Duration staleAfter) {
        String type = data.path("resultType").asText();
        if (type.equals("scalar")) {
            return number(data.path("result"), time(data.path("result")));
        }
        if (!type.equals("vector")) {
            return new Sample.Failed("expected a scalar or one series, the query gives a " + type);
        }
        return vector(data.path("result"), asked, staleAfter);
    }

    /** @param result the series of one answer, those with the times of the raw samples among them */
    static Sample vector(Iterable<JsonNode> result, Asked asked, Duration staleAfter) {
        List<JsonNode> values = new ArrayList<>();
        List<Instant> raw = new ArrayList<>();
        for (JsonNode series : result) {
            if (series.path("metric").has(Asked.MARK)) {
                raw.add(instant(series.path("value").path(1).asText()));
            } else {
                values.add(series);
            }
        }
        return values.size() == 1
                ? marked(values.getFirst(), single(values.getFirst(), raw, asked, staleAfter))
                : many(values.size());
    }

    private static Sample marked(JsonNode series, Sample sample) {
        if (!(sample instanceof Sample.Value value)) {
            return sample;
        }
        JsonNode labels = series.path("metric");
        if (labels.has(Asked.ABSENT)) {
            return value.because(Sample.absent(labels.path(Asked.ABSENT).asText()));
        }
        return labels.has(Asked.ABOVE) ? Sample.Value.beyond(value.value(), value.sampledAt()) : value;
    }

    private static Sample many(int series) {
        return series == 0
                ? new Sample.NoData("the query gives no series")
                : new Sample.Failed("several series: expected one, found " + series + "; aggregate the query");
    }

    private static Sample single(JsonNode series, List<Instant> raw, Asked asked, Duration staleAfter) {
        JsonNode value = series.path("value");
        if (!value.isArray()) {
            return NATIVE_HISTOGRAM;
        }
        Instant evaluated = time(value);
        if (asked.form() == Asked.Form.PLAIN
                || (raw.isEmpty() && asked.selectors().defaulted())) {
            return number(value, evaluated);
        }
        if (raw.isEmpty()) {
            return new Sample.Stale("Prometheus has no raw sample within its lookback");
        }
        Instant oldest = raw.stream().min(Comparator.naturalOrder()).orElse(evaluated);
        Instant newest = raw.stream().max(Comparator.naturalOrder()).orElse(evaluated);
        Duration age = Duration.between(oldest, evaluated);
        return age.compareTo(staleAfter) > 0
                ? new Sample.Stale("the newest raw sample is " + age.toMillis() + "ms old")
                : number(value, newest);
    }

    private static Sample number(JsonNode pair, Instant at) {
        return Sample.of(value(pair.path(1).asText()), at);
    }

    /** As Prometheus writes it. */
    static double value(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Instant time(JsonNode pair) {
        return instant(pair.path(0).asText());
    }

    /** Seconds with a fraction, as text, exactly. */
    static Instant instant(String seconds) {
        BigDecimal exact = new BigDecimal(seconds);
        return Instant.ofEpochSecond(0, exact.movePointRight(9).longValue());
    }
}
