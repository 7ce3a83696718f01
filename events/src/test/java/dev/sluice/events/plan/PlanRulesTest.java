package dev.sluice.events.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.Plans;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule that a plan can break, one scenario each, in src/test/resources/plans/*.yaml. */
class PlanRulesTest {
    private static final Path FOLDER = Path.of("src/test/resources/plans");

    static Stream<Arguments> scenarios() throws IOException {
        List<Arguments> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER).sorted()) {
            for (Path file : files.toList()) {
                for (JsonNode scenario : Json.YAML.readTree(Files.readAllBytes(file))) {
                    rows.add(Arguments.of(scenario.path("name").asText(), scenario));
                }
            }
        }
        return rows.stream();
    }

    @Test
    void thereAreScenarios() throws IOException {
        assertThat(scenarios()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void aBrokenRuleIsRefusedByName(String name, JsonNode scenario) throws IOException {
        ObjectNode plan = (ObjectNode) Json.YAML.readTree(Plans.SMALLEST);
        scenario.path("without").forEach(field -> plan.remove(field.asText()));
        scenario.path("with").properties().forEach(field -> plan.set(field.getKey(), field.getValue()));
        byte[] text = Json.YAML.writeValueAsBytes(plan);
        assertThatThrownBy(() -> PlanReader.read(text)).as(name).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.field()).isEqualTo(scenario.path("field").asText());
            assertThat(refusal.expected()).contains(scenario.path("says").asText());
        });
    }
}
