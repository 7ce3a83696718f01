package dev.sluice.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeTest {
    private final Path folder;
    private final String plan;

    AnalyzeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.plan = Files.writeString(folder.resolve("plan.yaml"), Given.text()).toString();
    }

    /** Twelve minutes, with errors from one second to another. */
    private String csv(int from, int to) throws IOException {
        StringBuilder text = new StringBuilder("time,error-rate,cpu\n");
        for (int second = 0; second <= 720; second += 10) {
            text.append(Given.T.plusSeconds(second))
                    .append(second >= from && second < to ? ",0.8%,1\n" : ",0.0002,1\n");
        }
        return Files.writeString(folder.resolve("history.csv"), text).toString();
    }

    @Test
    void whatCompletesEndsWithZero() throws IOException {
        Run run = Run.of(plan, "--csv", csv(0, 0));

        assertThat(run.out()).contains("would have completed at 2026-05-04 02:10:00 UTC, after 10m");
        assertThat(run.out()).contains("hint: columns that no judged metric reads: cpu");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void whatRollsBackSaysWhenWhereAndWhyAndEndsWithThree() throws IOException {
        Run run = Run.of("-f", plan, "--csv", csv(400, 500));

        assertThat(run.out())
                .contains("would have rolled back at 2026-05-04 02:07:00 UTC, 2m into stage 2 of 2 (all, 100%):"
                        + " error-rate = 0.8% (bound > 0.5%), 3 in a row");
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void thePlanCanBeChangedToTuneIt() throws IOException {
        Run run = Run.of(plan, "--csv", csv(400, 450), "--set", "triggers.list[0].when=> 1%");

        assertThat(run.out()).contains("would have completed", "0.8% at 02:06:40, 80% of the bound");
        assertThat(run.code()).isZero();
    }

    @Test
    void programsGetTheSame() throws IOException {
        Run run = Run.of(plan, "--csv", csv(400, 500), "--json");

        JsonNode document = Json.WIRE.readTree(run.out());
        assertThat(document.path("outcome").path("kind").asText()).isEqualTo("rolled-back");
        assertThat(document.path("outcome").path("at").asText()).startsWith("2026-05-04T02:07:00.");
        assertThat(document.path("triggers").path(0).path("longestRun").asInt()).isEqualTo(3);
        assertThat(document.path("triggers").path(0).path("ofBound").asDouble()).isEqualTo(1.6);
        assertThat(document.path("stages")).hasSize(2);
    }

    @Test
    void aPartOfTheRecordingIsTaken() throws IOException {
        Run run = Run.of(plan, "--csv", csv(0, 0), "--from", "2026-05-04T02:01:00Z", "--to", "2026-05-04T02:09:00Z");

        assertThat(run.out())
                .contains("would still be open at 2026-05-04 02:09:00 UTC, 2m59s into stage 2 of 2 (all, 100%)");
        assertThat(run.code()).isEqualTo(6);
    }

    @Test
    void whatIsAskedForWronglyIsSaidInASentence() throws IOException {
        String other = Files.writeString(folder.resolve("other.csv"), "time,latency\n1777860000,1\n")
                .toString();

        assertThat(Run.of(plan, "--csv", other))
                .isEqualTo(new Run(
                        2,
                        "",
                        "sluice: --csv: expected the column 'error-rate', found latency; to judge the plan without them:"
                                + " --without error-rate\n"));
        assertThat(Run.of(plan).err()).contains("expected a recording: --csv FILE, or --prometheus");
        assertThat(Run.of("--csv", other).err()).contains("expected one plan");
        assertThat(Run.of(plan, "--csv", csv(0, 0), "--from", "noon").err())
                .contains("--from: expected a time such as");
        assertThat(Run.of(plan, "--csv", csv(0, 0), "--without", "cpu").err())
                .contains("expected a metric that the plan judges (error-rate), found 'cpu'");
        assertThat(Run.of(plan, "--csv", csv(0, 0), "--without", "error-rate").err())
                .contains("expected at least one trigger, and one check each time, to be left");
    }

    @Test
    void aMetricThatWasNotRecordedCanBeLeftOut() throws IOException {
        String two = Files.writeString(
                        folder.resolve("two.yaml"),
                        Given.text()
                                .replace(
                                        "query: errors}}\n",
                                        "query: errors}}\n- {name: latency, source: prom, unit: s, read: {kind: promql,"
                                                + " query: latency}}\n")
                                .replace("consecutive: 3}", "consecutive: 3}, {metric: latency, when: \"> 1s\"}"))
                .toString();

        assertThat(Run.of(two, "--csv", csv(0, 0)).code()).isEqualTo(2);
        assertThat(Run.of(two, "--csv", csv(0, 0), "--without", "latency").code())
                .isZero();
    }

    @Test
    void aPrometheusThatIsNotThereIsUnavailable() {
        Run run = Run.of(plan, "--prometheus", "--url", "http://127.0.0.1:1");

        assertThat(run.err()).contains("http://127.0.0.1:1, asked for error-rate: ");
        assertThat(run.code()).isEqualTo(7);
    }
}
