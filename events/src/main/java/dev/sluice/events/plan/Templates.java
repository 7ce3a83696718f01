package dev.sluice.events.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.value.Condition;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The metrics that common instrumentations have, by the name that a plan gives them: the table in templates.yaml. */
public final class Templates {
    private static final Map<Instrumentation, Templates> ALL = read();

    private final Instrumentation instrumentation;
    private final String about;
    private final Map<Name, Template> byName;

    /** One row of the table. */
    public record Template(Name name, Unit unit, Reading read) {
        /** What a check expects of a metric of this name where the plan has no checks of its own. */
        public Optional<Condition> expected() {
            return Defaults.expected(name, unit);
        }

        /** What is a breach where the plan has no triggers of its own. */
        public Optional<Condition> breach() {
            return Defaults.breach(name, unit);
        }
    }

    private Templates(Instrumentation instrumentation, String about, Map<Name, Template> byName) {
        this.instrumentation = instrumentation;
        this.about = about;
        this.byName = byName;
    }

    /** All that an instrumentation has. */
    public static Templates of(Instrumentation instrumentation) {
        return Objects.requireNonNull(ALL.get(instrumentation), instrumentation::word);
    }

    /** What its series are named after, for people. */
    public String about() {
        return about;
    }

    /** In the table's order. */
    public List<Template> list() {
        return List.copyOf(byName.values());
    }

    Optional<Template> find(Name name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The metrics of a plan with the unit and the reading of their templates. */
    static List<Metric> complete(List<Source> sources, List<Metric> metrics) {
        List<Metric> complete = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            try {
                complete.add(completed(sources, metrics.get(i)));
            } catch (Refusal refusal) {
                throw refusal.within("metrics[" + i + "]");
            }
        }
        return List.copyOf(complete);
    }

    /** A source that the plan does not have is refused later, with all that is said of sources. */
    private static Metric completed(List<Source> sources, Metric metric) {
        Optional<Source> source = sources.stream()
                .filter(each -> each.name().equals(metric.source()))
                .findFirst();
        if (metric.template().isEmpty() || source.isEmpty()) {
            return metric;
        }
        Name name = metric.template().get();
        Templates templates = instrumentation(source.get())
                .map(Templates::of)
                .orElseThrow(() -> new Refusal(
                        "read",
                        "is missing: source " + metric.source() + " has no templates, as prometheus and scrape have"));
        Template template = templates
                .find(name)
                .orElseThrow(() -> new Refusal(
                        "template",
                        "expected 'read', or a template that " + templates.instrumentation.word() + " has ("
                                + templates.names() + "), found " + name));
        Reading read =
                metric.window().map(window -> over(template.read(), window)).orElse(template.read());
        return new Metric(metric.name(), metric.source(), template.unit(), read);
    }

    private String names() {
        return byName.keySet().stream().map(Name::text).collect(Collectors.joining(", "));
    }

    /** Empty for sources whose metrics have names of the author's alone. */
    static Optional<Instrumentation> instrumentation(Source source) {
        return switch (source) {
            case Source.Prometheus prometheus ->
                Optional.of(prometheus.instrumentation().orElse(Instrumentation.PROMETHEUS));
            case Source.Scrape scrape -> Optional.of(scrape.instrumentation().orElse(Instrumentation.PROMETHEUS));
            case Source.HaproxyStats haproxy -> Optional.of(Instrumentation.HAPROXY);
            case Source.Json json -> Optional.empty();
            case Source.Pushed pushed -> Optional.empty();
            case Source.Network network -> Optional.empty();
            case Source.Registry registry -> Optional.empty();
            case Source.Kubernetes kubernetes -> Optional.empty();
        };
    }

    private static Reading over(Reading reading, Span window) {
        return switch (reading) {
            case Reading.Rate rate -> new Reading.Rate(rate.of(), window);
            case Reading.Increase increase -> new Reading.Increase(increase.of(), window);
            case Reading.Ratio ratio -> new Reading.Ratio(ratio.of(), ratio.to(), window, ratio.rest());
            case Reading.Quantile quantile -> new Reading.Quantile(quantile.of(), quantile.quantile(), window);
            case Reading.Share share when share.window().isPresent() -> share.over(window);
            case Reading.Share share -> throw noWindow();
            case Reading.Gauge gauge -> throw noWindow();
            case Reading.Comparison comparison -> throw noWindow();
            case Reading.Versus versus -> throw noWindow();
            case Reading.Promql promql -> throw noWindow();
            case Reading.Json json -> throw noWindow();
            case Reading.Status status -> throw noWindow();
            case Reading.Surroundings asked -> throw noWindow();
            case Reading.Sample sample -> throw noWindow();
        };
    }

    private static Refusal noWindow() {
        return new Refusal("window", "expected none: this template looks at no window");
    }

    private static Map<Instrumentation, Templates> read() {
        try (InputStream file = Templates.class.getResourceAsStream("templates.yaml")) {
            JsonNode table = Json.YAML.readTree(Objects.requireNonNull(file, "templates.yaml"));
            Map<Instrumentation, Templates> all = new EnumMap<>(Instrumentation.class);
            for (Instrumentation each : Instrumentation.values()) {
                JsonNode section = table.path(each.word());
                all.put(each, new Templates(each, section.path("about").asText(), rows(section.path("templates"))));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Name, Template> rows(JsonNode section) throws JsonProcessingException {
        Map<Name, Template> rows = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> row : section.properties()) {
            Name name = new Name(row.getKey());
            Unit unit = Unit.parse(row.getValue().path("unit").asText());
            rows.put(
                    name,
                    new Template(
                            name, unit, Json.STRICT.treeToValue(row.getValue().path("read"), Reading.class)));
        }
        return rows;
    }
}
