package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.plan.Assignment;
import dev.sluice.cli.plan.PlanFile;
import dev.sluice.events.value.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssignmentTest {
    private static final String PLAN = """
            target: prod/checkout
            version: "5.1"
            stages:
              - {name: first, weight: 5%}
              - {name: last, weight: 100%}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version=5.2                  | /version                  | 5.2
            version=5.10                 | /version                  | 5.10
            version=1e3                  | /version                  | "1e3"
            version=007                  | /version                  | "007"
            version="7"                  | /version                  | "7"
            speedup=60x                  | /speedup                  | "60x"
            stages[0].weight=10%         | /stages/0/weight          | "10%"
            stages[1].gate=manual        | /stages/1/gate            | "manual"
            validation.failureLimit=5    | /validation/failureLimit  | 5
            rollback.publicUrl.url=a=b   | /rollback/publicUrl/url   | "a=b"
            routers=[{splits: true}]     | /routers/0/splits         | true
            deep.flag=true               | /deep/flag                | true
            """)
    void setsAFieldByItsPath(String change, String pointer, String expected) {
        PlanFile plan = read(change);
        assertThat(plan.tree().at(pointer).toString()).isEqualTo(expected);
        assertThat(plan.tree().at("/target").asText()).isEqualTo("prod/checkout");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version              | --set version: expected a path, '=' and a value
            version=             | --set version=: expected a path, '=' and a value
            =5                   | --set =5: expected a path, '=' and a value
            stages[2].weight=1%  | --set stages[2].weight: the plan lists 2 entries under 'stages', and they count from 0
            routers[0].name=x    | --set routers[0].name: the plan lists 0 entries under 'routers'
            version.x=1          | --set version.x: 'version' of the plan is no mapping
            version[0]=1         | --set version[0]: 'version' of the plan is no list
            stages[x].name=1     | --set stages[x].name: expected a path of names
            a..b=1               | --set a..b: expected a path of names
            x=[1                 | --set x: not readable as YAML
            """)
    void namesTheKeyOfWhatItRefuses(String change, String expected) {
        assertThatThrownBy(() -> read(change)).isInstanceOf(Refusal.class).hasMessageStartingWith(expected);
    }

    @Test
    void aRefusedChangeEndsAStartBeforeAnythingIsSent() {
        try (PlayedService traffic = new PlayedService()) {
            Run parsed = Run.with(traffic, "start", "-f", Story.PLAN, "--set", "version");
            Run applied = Run.with(traffic, "start", "-f", Story.PLAN, "--set", "stages[0].weight=1%");
            assertThat(parsed.code()).isEqualTo(2);
            assertThat(parsed.err()).startsWith("sluice: --set version: expected");
            assertThat(applied.code()).isEqualTo(2);
            assertThat(applied.err()).startsWith("sluice: --set stages[0].weight: the plan lists 0 entries");
            assertThat(traffic.requests()).isEmpty();
        }
    }

    private static PlanFile read(String change) {
        byte[] text = PLAN.getBytes(StandardCharsets.UTF_8);
        return PlanFile.read("-", new ByteArrayInputStream(text), List.of(Assignment.parse(change)));
    }
}
