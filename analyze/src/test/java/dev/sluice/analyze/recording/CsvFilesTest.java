package dev.sluice.analyze.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.analyze.Given;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFilesTest {
    private static final Name ERRORS = new Name("error-rate");

    private final Path folder;

    CsvFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Recording read(String... texts) throws IOException {
        return read(Given.plan(), texts);
    }

    private Recording read(Plan plan, String... texts) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String text : texts) {
            files.add(file("history-" + files.size() + ".csv", text));
        }
        return CsvFiles.read(files, plan, plan.metrics());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.005         | 0.005
            .5            | 0.5
            5e-3          | 0.005
            0.5%          | 0.005
            0.5 %         | 0.005
            0.005 ratio   | 0.005
            """)
    void aNumberIsInTheUnitOfItsMetricOrSaysItsOwn(String cell, double ratio) throws IOException {
        Recording recording = read("time,error-rate\n2026-05-04T02:00:00Z," + cell + "\n");

        assertThat(recording.at(ERRORS, Given.T)).isEqualTo(new Sample.Value(ratio, Given.T));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''
            NaN
            """)
    void whatIsNoNumberIsNoData(String cell) throws IOException {
        Recording recording = read("time,error-rate\n2026-05-04T02:00:00Z," + cell + "\n");

        assertThat(recording.at(ERRORS, Given.T)).isInstanceOf(Sample.NoData.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Inf
            +Inf
            -Inf
            """)
    void anInfinityIsAFailureAndNotSilence(String cell) throws IOException {
        Recording recording = read("time,error-rate\n2026-05-04T02:00:00Z," + cell + "\n");

        assertThat(recording.at(ERRORS, Given.T)).isInstanceOf(Sample.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1777860000                 | 2026-05-04T02:00:00Z
            1777860000.25              | 2026-05-04T02:00:00.250Z
            2026-05-04T04:00:00+02:00  | 2026-05-04T02:00:00Z
            """)
    void momentsAreSecondsOrIso(String text, Instant moment) {
        assertThat(Cells.moment(text)).isEqualTo(moment);
    }

    @Test
    void quotesMarksAndOtherColumnsAreUnderstood() throws IOException {
        Recording recording =
                read("\uFEFF\"time\", \"error-rate\" ,\"a, b\"\r\n2026-05-04T02:00:00Z,\"0.1%\",x\r\n\r\n");

        assertThat(recording.at(ERRORS, Given.T)).isEqualTo(new Sample.Value(0.001, Given.T));
        assertThat(recording.unused(Given.plan().metrics())).containsExactly("a, b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            error-rate;0.1                                      | expected a column 'time', found [error-rate]
            time,error-rate                                     | expected at least one row of samples
            time,error-rate,error-rate;1,2,3                    | expected each column once, found 'error-rate' twice
            time,error-rate;1777860000                          | row 2: expected 2 columns as in the first line, found 1
            time,error-rate;yesterday,1                         | row 2, column 'time': expected a time such as
            time,error-rate;1777860000,1;1777860000,2           | row 3: expected a time after 2026-05-04T02:00:00Z
            time,error-rate;1777860000,1;1777859999,2           | row 3: expected a time after 2026-05-04T02:00:00Z
            time,error-rate;1777860000,5ms                      | row 2, column 'error-rate': expected a number in ratio
            time,error-rate;1777860000,5 furlongs               | row 2, column 'error-rate': expected one of ratio, %
            time,error-rate;1777860000,many                     | row 2, column 'error-rate': expected a number
            """)
    void whatIsWrongIsNamedWithItsPlace(String lines, String why) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n') + "\n"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(why);
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> CsvFiles.read(
                        List.of(folder.resolve("none.csv")),
                        Given.plan(),
                        Given.plan().metrics()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void filesThatFollowEachOtherAreOneSeries() throws IOException {
        Recording recording = read("time,error-rate\n1777860010,0.2\n", "time,error-rate\n1777860000,0.1\n");

        assertThat(recording.begins()).isEqualTo(Given.T);
        assertThat(recording.at(ERRORS, Given.T.plusSeconds(10)))
                .isEqualTo(new Sample.Value(0.2, Given.T.plusSeconds(10)));
    }

    @Test
    void filesThatOverlapAreRefused() {
        assertThatThrownBy(() ->
                        read("time,error-rate\n1777860000,0.1\n1777860020,0.1\n", "time,error-rate\n1777860010,0.2\n"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("expected each moment of a metric in one file, found error-rate in two");
    }

    @Test
    void aSampleStandsUntilItIsTooOld() throws IOException {
        Recording recording = read("time,error-rate\n1777860000,0.1\n1777860010,0.2\n");

        assertThat(recording.at(ERRORS, Given.T.plusSeconds(9))).isEqualTo(new Sample.Value(0.1, Given.T));
        assertThat(recording.at(ERRORS, Given.T.plusSeconds(70))).isInstanceOf(Sample.Value.class);
        assertThat(recording.at(ERRORS, Given.T.plusSeconds(71))).isInstanceOf(Sample.Stale.class);
        assertThat(recording.at(ERRORS, Given.T.minusSeconds(1))).isInstanceOf(Sample.NoData.class);
    }

    @Test
    void aSampleOfASlowRecordingStandsForOneAndAHalfOfItsGaps() throws IOException {
        Recording recording = read("time,error-rate\n1777860000,0.1\n1777860120,0.2\n1777860240,0.2\n");

        assertThat(recording.spacing()).isEqualTo(Duration.ofMinutes(2));
        assertThat(recording.at(ERRORS, Given.T.plusSeconds(240 + 180))).isInstanceOf(Sample.Value.class);
        assertThat(recording.at(ERRORS, Given.T.plusSeconds(240 + 181))).isInstanceOf(Sample.Stale.class);
    }

    @Test
    void whatIsComparedStandsInColumnsOfItsOwn() throws IOException {
        Plan plan = Compared.plan();
        Recording recording = read(plan, """
                time,errors.candidate.events,errors.candidate.requests,errors.stable.events,errors.stable.requests,load.candidate,load.stable
                1777860000,1,10,2,90,0.5,0.4
                1777860010,2,20,,,0.6,
                1777860020,,,,,,
                """);

        assertThat(recording.at(new Name("errors"), Given.T))
                .isEqualTo(Sample.Counts.together(new Side(1, 10), Optional.of(new Side(2, 90)), Given.T));
        assertThat(recording.at(new Name("errors"), Given.T.plusSeconds(10)))
                .isEqualTo(Sample.Counts.together(new Side(2, 20), Optional.empty(), Given.T.plusSeconds(10)));
        assertThat(recording.at(new Name("errors"), Given.T.plusSeconds(20))).isInstanceOf(Sample.NoData.class);
        assertThat(recording.at(new Name("load"), Given.T))
                .isEqualTo(
                        new Sample.Pair(new Sample.Value(0.5, Given.T), Optional.of(new Sample.Value(0.4, Given.T))));
    }

    @Test
    void aMissingColumnIsNamedBesideThoseThatWereFound() {
        Refusal refusal = CsvFiles.missing(List.of(Compared.plan().metric(new Name("load"))), List.of("a", "b"));

        assertThat(refusal)
                .hasMessage(
                        "--csv: expected the columns 'load.candidate', 'load.stable', found a, b; to judge the plan without"
                                + " them: --without load");
    }
}
