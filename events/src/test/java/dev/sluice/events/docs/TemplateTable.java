package dev.sluice.events.docs;

import dev.sluice.events.plan.Instrumentation;
import dev.sluice.events.plan.Reading;
import dev.sluice.events.plan.Templates;
import dev.sluice.events.value.Condition;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.util.Optional;

/** docs/metrics.md: what each template is read from, and what it is held against. */
final class TemplateTable {
    private TemplateTable() {}

    static String markdown() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Metrics by their names alone

                Generated from `events/src/main/resources/dev/sluice/events/plan/templates.yaml`; a test fails when it is out of date.

                A metric without `read` is a template: the name of the metric (or its `template`) and the `instrumentation` of its source
                say how it is read, and in which unit. A plan with no more than this is complete
                ([examples/templates.yaml](../examples/templates.yaml)):

                ```yaml
                sources:
                  - type: prometheus
                    name: prom
                    url: http://127.0.0.1:9090
                    instrumentation: micrometer          # prometheus, if nothing is said
                    candidate: 'job="shop",version="5.1"'
                    stable: 'job="shop",version="5.0"'   # for comparisons
                metrics:
                  - {name: error-rate, source: prom}
                  - {name: p99, source: prom, template: latency-p99, window: 2m}
                  - {name: errors-against-stable, source: prom}
                ```

                The window is 30 s unless the metric says otherwise; of a Prometheus it should hold at least four of its scrapes. `check`
                and `trigger` are what a plan has that names no checks, or no triggers, of its own: they go by the metric's name, and no
                metric in another unit has them. A template that an instrumentation does not have is refused, with the names
                of those that it has. What the readings mean: [comparisons.md](comparisons.md) and the
                [schema](schema/rollout-plan.schema.json); how a Prometheus is asked: [prometheus.md](prometheus.md).
                """);
        for (Instrumentation each : Instrumentation.values()) {
            Templates templates = Templates.of(each);
            text.append("\n## ")
                    .append(each.word())
                    .append("\n\n")
                    .append(templates.about())
                    .append("\n\n");
            text.append("| template | unit | read | check | trigger |\n|---|---|---|---|---|\n");
            for (Templates.Template template : templates.list()) {
                text.append("| `%s` | %s | `%s` | %s | %s |\n"
                        .formatted(
                                template.name(),
                                template.unit().symbol(),
                                cell(template.read()),
                                cell(template.expected()),
                                cell(template.breach())));
            }
        }
        return text.toString();
    }

    private static String cell(Optional<Condition> bound) {
        return bound.map(condition -> "`" + condition + "`").orElse("");
    }

    /** As a plan would have it, in one line. */
    private static String cell(Reading reading) throws IOException {
        String json = Json.WIRE.writeValueAsString(reading);
        return json.replace("|", "\\|");
    }
}
