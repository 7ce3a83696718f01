package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.local.TopicCatalogue;
import dev.sluice.local.TopicSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prometheus takes its files, its alerts fire when they should, and alerts and dashboard use metrics that exist. */
class MonitoringTest {
    private static final Path PROMETHEUS = DeployFiles.DEPLOY.resolve("prometheus");
    private static final Path DASHBOARD = DeployFiles.DEPLOY.resolve("grafana/dashboards/sluice.json");
    private static final Pattern METRIC = Pattern.compile("\\b(sluice_\\w+|kafka_\\w+)\\b");

    @ParameterizedTest
    @CsvSource({"check,config,prometheus.yml", "check,rules,sluice-rules.yml", "test,rules,sluice-rules-test.yml"})
    void promtoolAgrees(String verb, String what, String file) throws Exception {
        String promtool = DeployFiles.program("promtool", true).toString();

        DeployFiles.Outcome outcome = DeployFiles.run(PROMETHEUS, Map.of(), promtool, verb, what, file);

        assertThat(outcome.code()).as(outcome.output()).isZero();
    }

    @Test
    void everyServiceIsScraped() {
        Set<String> jobs = new HashSet<>();
        DeployFiles.yaml(PROMETHEUS.resolve("prometheus.yml"))
                .get("scrape_configs")
                .forEach(job -> jobs.add(job.get("job_name").asText()));

        assertThat(jobs).containsAll(DeployFiles.SERVICES).contains("sample-target");
    }

    @Test
    void everyAlertIsTested() {
        String tests = DeployFiles.text(PROMETHEUS.resolve("sluice-rules-test.yml"));
        Set<String> alerts = alerts();

        assertThat(alerts).hasSizeGreaterThan(10).allMatch(alert -> tests.contains("alertname: " + alert));
    }

    private static Set<String> alerts() {
        Set<String> alerts = new TreeSet<>();
        for (JsonNode group :
                DeployFiles.yaml(PROMETHEUS.resolve("sluice-rules.yml")).get("groups")) {
            group.get("rules").forEach(rule -> alerts.add(rule.get("alert").asText()));
        }
        return alerts;
    }

    @Test
    void theAlertOnOwnersKnowsTheNumberOfPartitions() {
        int partitions = TopicCatalogue.declared(OptionalInt.empty()).topics().stream()
                .filter(TopicSpec::keyed)
                .findFirst()
                .orElseThrow()
                .partitions();

        assertThat(DeployFiles.text(PROMETHEUS.resolve("sluice-rules.yml")))
                .contains("(sluice_partitions_owned) < " + partitions);
    }

    @Test
    void alertsAndDashboardUseTheMetricsOfTheTableAndEachOfThem() {
        Set<String> used = new TreeSet<>();
        for (String text :
                new String[] {DeployFiles.text(PROMETHEUS.resolve("sluice-rules.yml")), DeployFiles.text(DASHBOARD)}) {
            METRIC.matcher(text).results().forEach(found -> used.add(base(found.group())));
        }

        assertThat(used).isEqualTo(table());
    }

    /** The metric that a series belongs to. */
    private static String base(String series) {
        return series.replaceFirst("(?<=_seconds)_(count|sum|max|bucket)$", "");
    }

    private static Set<String> table() {
        return DeployFiles.text(PROMETHEUS.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `sluice_") || line.startsWith("| `kafka_"))
                .map(line -> line.split("`", -1)[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void panelsLieSideBySideAndAskOneSource() {
        JsonNode dashboard = DeployFiles.yaml(DASHBOARD);
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            JsonNode at = panel.get("gridPos");
            for (int x = 0; x < at.get("w").asInt(); x++) {
                for (int y = 0; y < at.get("h").asInt(); y++) {
                    assertThat(cells.add((at.get("x").asInt() + x) + "/"
                                    + (at.get("y").asInt() + y)))
                            .as(panel.get("title").asText() + " overlaps")
                            .isTrue();
                }
            }
            panel.path("targets")
                    .forEach(target ->
                            assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}"));
        }
        assertThat(ids).hasSizeGreaterThan(15);
    }

    @Test
    void promtoolUnderstandsEveryQueryOfTheDashboard() throws Exception {
        String promtool = DeployFiles.program("promtool", true).toString();
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        int count = 0;
        for (JsonNode panel : DeployFiles.yaml(DASHBOARD).get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String query = target.get("expr")
                        .asText()
                        .replace("$__rate_interval", "1m")
                        .replace("$target", ".*");
                rules.append("  - record: q")
                        .append(count++)
                        .append("\n    expr: '")
                        .append(query.replace("'", "''"))
                        .append("'\n");
            }
        }
        Path file = java.nio.file.Files.createTempFile("dashboard", ".yml");
        try {
            java.nio.file.Files.writeString(file, rules);

            DeployFiles.Outcome outcome =
                    DeployFiles.run(PROMETHEUS, Map.of(), promtool, "check", "rules", file.toString());

            assertThat(outcome.code()).as(outcome.output()).isZero();
            assertThat(outcome.output()).contains(count + " rules found");
        } finally {
            java.nio.file.Files.delete(file);
        }
    }
}
