package dev.sluice.health.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.wire.Json;
import dev.sluice.health.domain.Sample;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The value at a path of every instance's JSON, as one number. An instance without it makes the whole unknown. */
final class PathReader {
    private static final Configuration JACKSON = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(Json.STRICT))
            .mappingProvider(new JacksonMappingProvider(Json.STRICT))
            .build();

    private PathReader() {}

    /** Why there is no value. */
    private static final class Unread extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Sample sample;

        Unread(Sample sample) {
            this.sample = sample;
        }
    }

    static Sample read(Reading.Json reading, List<Heard> instances, Instant at) {
        List<Double> values = new ArrayList<>();
        try {
            for (Heard heard : instances) {
                values.add(number(reading, found(reading.path(), heard), heard.url()));
            }
        } catch (Unread e) {
            return e.sample;
        }
        return Sample.of(together(reading.of(), values), at);
    }

    static Sample.Failed noRight(Heard.Answered answered) {
        return new Sample.Failed("no right to read: answered " + answered.status(), true).at(answered.url());
    }

    private static double together(Reading.Together how, List<Double> values) {
        DoubleStream numbers = values.stream().mapToDouble(value -> value);
        return switch (how) {
            case LOWEST -> numbers.min().orElse(Double.NaN);
            case HIGHEST -> numbers.max().orElse(Double.NaN);
            case SUM -> numbers.sum();
        };
    }

    private static Object found(String path, Heard heard) throws Unread {
        return switch (heard) {
            case Heard.Silent silent -> throw failed(silent.url(), path, silent.why());
            case Heard.Answered answered -> found(path, answered);
        };
    }

    private static Object found(String path, Heard.Answered answered) throws Unread {
        if (answered.noRight()) {
            throw new Unread(noRight(answered));
        }
        if (answered.tree().isEmpty()) {
            throw failed(
                    answered.url(), path, answered.well() ? "the answer is no JSON" : "answered " + answered.status());
        }
        // Who is not well often says so with a 503, and what is not well in the JSON of it.
        try {
            JsonPath compiled = JsonPath.compile(path);
            Object read = compiled.read(answered.tree().get(), JACKSON);
            if (read == null) {
                throw none(answered.url(), path, "is null or not there");
            }
            return compiled.isDefinite() ? read : single(path, read, answered.url());
        } catch (PathNotFoundException e) {
            if (!answered.well()) {
                throw failed(answered.url(), path, "answered " + answered.status());
            }
            throw none(answered.url(), path, "matches nothing");
        } catch (JsonPathException e) {
            throw failed(answered.url(), path, String.valueOf(e.getMessage()));
        }
    }

    /** A path with a filter or a wildcard gives a list; it shall match once. */
    private static Object single(String path, Object matches, URI url) throws Unread {
        if (!(matches instanceof JsonNode list) || !list.isArray()) {
            return matches;
        }
        return switch (list.size()) {
            case 0 -> throw none(url, path, "matches nothing");
            case 1 -> list.path(0);
            default -> throw failed(url, path, "expected one match, found " + list.size());
        };
    }

    private static double number(Reading.Json reading, Object found, URI url) throws Unread {
        if (found instanceof Number number) {
            return finite(reading, number.doubleValue(), url);
        }
        if (!(found instanceof JsonNode node) || node.isNull()) {
            throw none(url, reading.path(), "is null or not there");
        }
        if (reading.equals().isPresent()) {
            if (!node.isTextual()) {
                throw failed(url, reading.path(), "expected a text, found " + kind(node));
            }
            return node.asText().equals(reading.equals().get()) ? 1 : 0;
        }
        if (node.isBoolean()) {
            return node.asBoolean() ? 1 : 0;
        }
        if (!node.isNumber()) {
            throw failed(url, reading.path(), "expected a number, true or false, found " + kind(node));
        }
        return finite(reading, node.asDouble(), url);
    }

    private static double finite(Reading.Json reading, double value, URI url) throws Unread {
        if (!Double.isFinite(value)) {
            throw failed(url, reading.path(), "the value is " + Sample.shown(value));
        }
        return value;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> node.asText();
            case ARRAY -> "a list";
            default -> "an object";
        };
    }

    private static Unread none(URI url, String path, String why) {
        return new Unread(new Sample.NoData(url + ": " + path + ": " + why));
    }

    private static Unread failed(URI url, String path, String why) {
        return new Unread(new Sample.Failed(path + ": " + why).at(url));
    }
}
