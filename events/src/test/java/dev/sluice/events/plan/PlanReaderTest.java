package dev.sluice.events.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.Plans;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Unit;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.Poison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlanReaderTest {
    @Test
    void thePlanWithNothingButTheNeedfulIsTheSeeds() {
        Plan plan = Plans.smallest();
        assertThat(plan.stages())
                .extracting(stage -> stage.name() + " " + stage.weight() + " " + stage.duration())
                .containsExactly(
                        "canary-start 5% 30m",
                        "canary-expand 20% 45m", "blue-green-prep 50% 30m", "full-switch 100% 15m");
        assertThat(plan.plannedLength()).hasToString("2h");
        assertThat(plan.validation().every()).hasToString("30s");
        assertThat(plan.validation().checks())
                .extracting(check -> check.metric() + " " + check.expect())
                .containsExactly("error-rate < 0.1%", "latency-p95 < 500ms");
        assertThat(plan.triggers().every()).hasToString("10s");
        assertThat(plan.triggers().list())
                .extracting(trigger ->
                        trigger.name() + " " + trigger.when() + " " + trigger.consecutive() + " " + trigger.reaction())
                .containsExactly("error-rate > 0.5% 1 ROLLBACK", "latency-p95 > 1000ms 1 ROLLBACK");
        assertThat(plan.safetyNet()).isEqualTo(new SafetyNet(Span.ofSeconds(12), Span.ofSeconds(22)));
        assertThat(plan.onConflict()).isEqualTo(OnConflict.REFUSE);
        assertThat(plan.topology()).isEqualTo(Topology.ENTRANCES);
        assertThat(plan.people().language()).isEqualTo(People.Language.ENGLISH);
        assertThat(plan.apiVersion()).isEqualTo("sluice.dev/v1");
        assertThat(plan.splitters()).hasSize(1);
    }

    @Test
    void memoryAndCpuHaveTriggersWhereThePlanHasThem() {
        Plan plan = Plans.read(Plans.SMALLEST + """
                metrics:
                  - {name: error-rate, source: candidate, unit: "%", read: {kind: gauge, of: e}}
                  - {name: memory, source: candidate, unit: "%", read: {kind: gauge, of: m}}
                  - {name: cpu, source: candidate, unit: "%", read: {kind: gauge, of: c}}
                """);
        assertThat(plan.triggers().list())
                .extracting(trigger -> trigger.name() + " " + trigger.when())
                .containsExactly("error-rate > 0.5%", "memory > 90%", "cpu > 85%");
    }

    @Test
    void aTemplateBecomesWhatTheSourcesInstrumentationHas() throws Poison {
        Plan plan = Plans.read(Plans.SMALLEST.replace("metrics\"]}", "metrics\"], instrumentation: istio}") + """
                metrics:
                  - {name: error-rate, source: candidate}
                  - {name: p99, template: latency-p99, source: candidate, window: 2m}
                """);
        assertThat(plan.metrics())
                .containsExactly(
                        new Metric(
                                new Name("error-rate"),
                                new Name("candidate"),
                                Unit.RATIO,
                                new Reading.Ratio(
                                        "istio_requests_total{reporter=\"destination\",response_code!~\"[1-4]..\"}",
                                        "istio_requests_total{reporter=\"destination\"}",
                                        Reading.DEFAULT_WINDOW)),
                        new Metric(
                                new Name("p99"),
                                new Name("candidate"),
                                Unit.MILLISECONDS,
                                new Reading.Quantile(
                                        "istio_request_duration_milliseconds{reporter=\"destination\"}",
                                        0.99,
                                        Span.ofMinutes(2))));
        assertThat(plan.triggers().list())
                .as("by the metric's name, which p99 is none of")
                .extracting(trigger -> trigger.name() + " " + trigger.when())
                .containsExactly("error-rate > 0.5%");
        assertThat(Codec.bind(Codec.json(plan), Plan.class)).isEqualTo(plan);
        assertThat(PlanReader.read(Codec.json(plan))).isEqualTo(plan);
    }

    @Test
    void aPrometheusThatKnowsBothVersionsIsEnough() {
        Plan plan = Plans.read(Plans.SMALLEST.replace(
                "{type: scrape, name: candidate, urls: [\"http://127.0.0.1:8091/metrics\"]}",
                "{type: prometheus, name: p, url: \"http://h\", candidate: 'v=\"2\"', stable: 'v=\"1\"'}"));
        assertThat(plan.metrics())
                .extracting(metric -> metric.name().text())
                .containsExactly("error-rate", "latency-p95", "errors-against-stable", "slow-against-stable");
        assertThat(plan.triggers().list()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Instrumentation.class)
    void aPlanThatNamesOnlyTemplatesWorks(Instrumentation instrumentation) {
        StringBuilder metrics = new StringBuilder("metrics:\n");
        Templates.of(instrumentation).list().forEach(template -> metrics.append("- {name: ")
                .append(template.name())
                .append(", source: p}\n"));
        Plan plan = Plans.read(Plans.SMALLEST.replace(
                        "{type: scrape, name: candidate, urls: [\"http://127.0.0.1:8091/metrics\"]}",
                        "{type: prometheus, name: p, url: \"http://h\", candidate: 'v=\"2\"', stable: 'v=\"1\"', instrumentation: "
                                + instrumentation.word() + "}")
                + metrics);
        assertThat(plan.metrics()).hasSameSizeAs(Templates.of(instrumentation).list());
        assertThat(plan.validation().checks()).isNotEmpty();
        assertThat(plan.triggers().list()).isNotEmpty();
    }

    @Test
    void aMetricInAnotherUnitThanItsUsualBoundHasNone() {
        Plan plan = Plans.read(Plans.SMALLEST + """
                metrics:
                  - {name: error-rate, source: candidate}
                  - {name: memory, source: candidate}
                """);
        assertThat(plan.metric(new Name("memory")).unit()).isEqualTo(Unit.BYTES);
        assertThat(plan.triggers().list()).hasSize(1);
    }

    @Test
    void jsonIsReadLikeYaml() throws IOException {
        byte[] json = Json.YAML.readTree(Plans.SMALLEST).toString().getBytes(StandardCharsets.UTF_8);
        assertThat(PlanReader.read(json)).isEqualTo(Plans.smallest());
    }

    @Test
    void aPlanSurvivesTheWireAndBeingPrinted() throws Poison, IOException {
        Plan plan = Plans.smallest();
        assertThat(Codec.bind(Codec.json(plan), Plan.class)).isEqualTo(plan);
        assertThat(PlanReader.read(Codec.json(plan))).isEqualTo(plan);
        assertThat(PlanReader.read(Json.YAML.writeValueAsBytes(plan))).isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource({"5.10, 5.10", "5.1, 5.1", "\"5.10\", 5.10", "5, 5", "1.20.0, 1.20.0", "v2, v2", "2026.010, 2026.010"})
    void aVersionStaysAsItWasWritten(String written, String read) {
        Plan plan = Plans.read(Plans.SMALLEST.replace("\"5.1\"", written) + "stableVersion: " + written + "\n");
        assertThat(plan.version()).isEqualTo(read);
        assertThat(plan.stableVersion()).contains(read);
    }

    @Test
    void stageTimesAreShortenedAndSafetyLimitsAreNot() {
        Plan plan = Plans.read(Plans.SMALLEST + "speedup: 60x\n");
        assertThat(plan.durationOf(0)).isEqualTo(Span.ofSeconds(30));
        assertThat(plan.validationPeriod()).isEqualTo(Span.ofMillis(500));
        assertThat(plan.triggerPeriod()).as("167 ms would be too short").isEqualTo(Plan.SHORTEST_PERIOD);
        assertThat(plan.safetyNet()).isEqualTo(SafetyNet.DEFAULT);
        assertThat(plan.plannedLength()).isEqualTo(Span.ofMinutes(2));
    }

    @Test
    void missingTopLevelFieldsComeFromTheDefaultsThatAreGiven() throws IOException {
        ObjectNode defaults = (ObjectNode) Json.YAML.readTree("safetyNet: {hold: 8s}\nversion: \"9\"\n");
        Plan plan = PlanReader.read(Plans.SMALLEST.getBytes(StandardCharsets.UTF_8), defaults);
        assertThat(plan.safetyNet()).isEqualTo(new SafetyNet(Span.ofSeconds(8), Span.ofSeconds(22)));
        assertThat(plan.version()).isEqualTo("5.1");
    }

    @Test
    void duplicateKeysAreRefusedWithTheirPlace() {
        refused(Plans.SMALLEST + "version: \"5.2\"\n", "Duplicate field 'version' (line 10");
        refused("{\"target\":\"a/b\",\"target\":\"a/c\"}", "Duplicate field 'target'");
    }

    @Test
    void aSecondDocumentIsNotOverlooked() {
        refused(Plans.SMALLEST + "---\ntarget: demo/other\n", "expected one document, found a second one (line 1");
    }

    @Test
    void aliasesAreNotTakenForText() {
        refused(
                Plans.SMALLEST.replace("version: \"5.1\"", "version: &v \"5.1\"\nstableVersion: *v"),
                "expected the value itself, found a YAML alias (line 3");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        refused(bomb.toString(), "found a YAML alias");
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() {
        refused(Plans.SMALLEST + "#" + "x".repeat(256 * 1024), "expected a plan of at most 256 KiB, found 26");
        refused("a: " + "[".repeat(60) + "]".repeat(60), "nesting depth");
        refused("[".repeat(200_000), "nesting depth");
    }

    @Test
    void whatIsNoPlanAtAllIsRefused() {
        refused("", "expected a plan: a YAML or JSON mapping");
        refused("just words", "expected a plan");
        refused("- a\n- b\n", "expected a plan");
        refused("a: [1\nb: 2", "not readable as YAML or JSON");
        refused("\t- x", "not readable as YAML or JSON");
        refused("a: \u0000", "not readable as YAML or JSON");
    }

    @Test
    void aTaggedObjectIsNotBuilt() {
        refused("!!javax.script.ScriptEngineManager [x]", "expected a plan");
    }

    @Test
    void everyNumberThatOverflowsIsRefused() {
        refused(Plans.SMALLEST + "validation: {failureLimit: 99999999999}\n", "validation.failureLimit");
        refused(Plans.SMALLEST + "validation: {failureLimit: 1.5}\n", "validation.failureLimit");
    }

    @Test
    void aChainSplitsAtOneRouterAlone() {
        Plan plan =
                Plans.read(Plans.SMALLEST.replace("name: edge", "name: edge\n    splits: true") + "topology: chain\n");
        assertThat(plan.splitters()).extracting(router -> router.name().text()).containsExactly("edge");
    }

    @Test
    void aWorkloadHasTheTargetsNamespaceAndIsScaledToZero() throws Poison {
        Plan plan = Plans.read(Plans.SMALLEST + """
                workloads:
                  - {type: kubernetes, name: canary, role: canary, deployment: checkout-canary, configMaps: [checkout-5.1]}
                  - {type: kubernetes, name: green, role: green, namespace: shop, deployment: checkout, onRollback: delete}
                  - {type: http, name: blue, role: stable, url: "http://127.0.0.1:7001/workloads/blue"}
                """);
        assertThat(plan.workloads())
                .extracting(Workload::onRollback)
                .containsExactly(RetireAction.SCALE_TO_ZERO, RetireAction.DELETE, RetireAction.KEEP);
        assertThat(plan.workloads()).extracting(Workload::retires).containsExactly(true, true, false);
        assertThat(((Workload.Kubernetes) plan.workloads().get(0)).home()).isEqualTo("demo");
        assertThat(((Workload.Kubernetes) plan.workloads().get(1)).home()).isEqualTo("shop");
        assertThat(Codec.bind(Codec.json(plan), Plan.class)).isEqualTo(plan);
    }

    @Test
    void aPlanWithoutWorkloadsIsTheSameTextAsEver() {
        assertThat(new String(Codec.json(Plans.smallest()), StandardCharsets.UTF_8))
                .doesNotContain("workloads");
    }

    @Test
    void aWorkloadThatIsKeptIsTheSameTextAsEver() throws Poison {
        String workloads = """
                workloads:
                  - {type: http, name: canary, role: canary, url: "http://h/c"%s}
                  - {type: http, name: green, role: green, url: "http://h/g", prepare: {replicas: 1}}
                """;
        assertThat(new String(Codec.json(Plans.read(Plans.SMALLEST + workloads.formatted(""))), StandardCharsets.UTF_8))
                .doesNotContain("onComplete");
        Plan leaves = Plans.read(Plans.SMALLEST + workloads.formatted(", onComplete: delete"));
        assertThat(Codec.bind(Codec.json(leaves), Plan.class)).isEqualTo(leaves);
    }

    @Test
    void contactsAndLinksAreKept() {
        Plan plan = Plans.read(
                Plans.SMALLEST + "people: {contacts: {lead: a@example.com}, links: {dashboard: 'http://g/'}}\n");
        assertThat(plan.people().contacts()).isEqualTo(Map.of("lead", "a@example.com"));
    }

    private static void refused(String text, String says) {
        assertThatThrownBy(() -> Plans.read(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(says)
                .message()
                .hasSizeLessThan(1_000);
    }
}
