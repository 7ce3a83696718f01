package dev.sluice.analyze.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sluice.analyze.Given;
import dev.sluice.analyze.replay.Course;
import dev.sluice.analyze.replay.End;
import dev.sluice.analyze.replay.Replay;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.domain.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a real Prometheus, into whose past a quarter of an hour was written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusHistoryTest {
    private static final String ERRORS =
            "sum(rate(http_requests_total{status=\\\"500\\\"}[30s])) / sum(rate(http_requests_total[30s]))";

    private final BackFilled prometheus;

    PrometheusHistoryTest(@TempDir Path folder) throws IOException, InterruptedException {
        prometheus = new BackFilled(folder, past());
    }

    @AfterAll
    void end() throws InterruptedException {
        prometheus.close();
    }

    /** A scrape every 10 s: 1,000 requests a second, of which 2 % fail from 6m40s to 7m40s; after 13m nothing is scraped. */
    private static String past() {
        StringBuilder good = new StringBuilder();
        StringBuilder bad = new StringBuilder();
        long goods = 0;
        long bads = 0;
        for (int second = -120; second <= 780; second += 10) {
            int failed = second > 400 && second <= 460 ? 200 : 2;
            goods += 10_000 - failed;
            bads += failed;
            long at = Given.T.getEpochSecond() + second;
            good.append("http_requests_total{status=\"200\"} ")
                    .append(goods)
                    .append(' ')
                    .append(at)
                    .append('\n');
            bad.append("http_requests_total{status=\"500\"} ")
                    .append(bads)
                    .append(' ')
                    .append(at)
                    .append('\n');
        }
        return "# TYPE http_requests counter\n" + good + bad + "# EOF\n";
    }

    private static Plan plan(String query) {
        return Given.plan(Given.stages() + Given.judged(), query);
    }

    private Recording read(Plan plan, Duration from, Duration to) throws CallFailed {
        return new PrometheusHistory(plan, Optional.of(prometheus.url()))
                .read(plan.metrics(), Given.T.plus(from), Given.T.plus(to));
    }

    @Test
    void aBurstInThePastWouldHaveRolledBack() throws CallFailed {
        Plan plan = plan(ERRORS);
        Recording recording = read(plan, Duration.ZERO, Duration.ofMinutes(12));

        Course course = Replay.of(plan, recording, recording.begins(), recording.ends());

        assertThat(course.end()).isInstanceOfSatisfying(End.RolledBack.class, back -> {
            assertThat(back.stage()).isEqualTo(1);
            assertThat(back.reason()).startsWith("error-rate = ").endsWith(", 3 in a row");
        });
        assertThat(course.end().at()).isBetween(Given.T.plusSeconds(420), Given.T.plusSeconds(450));
    }

    @Test
    void samplesCarryTheTimeOfWhatWasScraped() throws CallFailed {
        Recording recording = read(plan("sum(http_requests_total)"), Duration.ofSeconds(5), Duration.ofSeconds(25));

        assertThat(recording.at(new Name("error-rate"), Given.T.plusSeconds(5)))
                .isEqualTo(new Sample.Value(130_000, Given.T));
        assertThat(recording.at(new Name("error-rate"), Given.T.plusSeconds(15)))
                .isEqualTo(new Sample.Value(140_000, Given.T.plusSeconds(10)));
    }

    @Test
    void whatIsTooOldOrNotThereIsNoEvidence() throws CallFailed {
        Recording old = read(plan("sum(http_requests_total)"), Duration.ofMinutes(12), Duration.ofMinutes(15));
        Recording none = read(plan("no_such_series"), Duration.ZERO, Duration.ofMinutes(1));
        Recording many = read(plan("http_requests_total"), Duration.ZERO, Duration.ofMinutes(1));

        Name name = new Name("error-rate");
        assertThat(old.at(name, Given.T.plusSeconds(780))).isInstanceOf(Sample.Value.class);
        assertThat(old.at(name, Given.T.plusSeconds(850))).isInstanceOf(Sample.Stale.class);
        assertThat(none.at(name, Given.T)).isEqualTo(new Sample.NoData("the query gives no series"));
        assertThat(many.at(name, Given.T)).isInstanceOf(Sample.Failed.class);
    }

    @Test
    void scalarsAreUnderstood() throws CallFailed {
        Recording recording = read(plan("scalar(sum(http_requests_total))"), Duration.ZERO, Duration.ofSeconds(10));

        assertThat(recording.at(new Name("error-rate"), Given.T)).isEqualTo(new Sample.Value(130_000, Given.T));
    }

    /** A plan with another metric, a reading or a template, and with the label that tells the candidate's series. */
    private static Plan readings(String read) {
        return PlanReader.read(Given.text()
                .replace(
                        "url: \"http://127.0.0.1:2\"",
                        "url: \"http://127.0.0.1:2\", instrumentation: prometheus, candidate: 'status!=\"\"',"
                                + " stable: 'status=\"200\"'")
                .replace("query: errors}}", "query: errors}}\n- {name: other, source: prom, " + read + "}")
                .getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "unit: ratio, read: {kind: ratio, of: 'http_requests_total{status=\"500\"}', to: http_requests_total}; 0.0002",
                "template: error-rate; 0.0002",
                "unit: rps, read: {kind: rate, of: http_requests_total}; 1000",
                "unit: ratio, read: {kind: versus, as: ratio, read: {kind: rate, of: http_requests_total}}; 1.0002"
            })
    void readingsAndTemplatesAreAskedForAsTheyAreLive(String metric, double expected) throws CallFailed {
        Plan plan = readings(metric);
        Recording recording = read(plan, Duration.ZERO, Duration.ofMinutes(12));

        Sample sample = recording.at(new Name("other"), Given.T.plusSeconds(300));
        Sample.Value value = sample instanceof Sample.Pair pair
                ? new Sample.Value(
                        pair.candidate().value() / pair.stable().orElseThrow().value(),
                        pair.candidate().sampledAt())
                : (Sample.Value) sample;
        assertThat(value.value()).isCloseTo(expected, withinPercentage(0.1));
        assertThat(value.sampledAt()).isEqualTo(Given.T.plusSeconds(300));
    }

    @Test
    void aLongRangeIsAskedForInParts() throws CallFailed {
        Plan often = Given.plan(Given.stages() + """
                triggers: {every: 200ms, list: [{metric: error-rate, when: "> 0.5%"}]}
                validation: {checks: [{metric: error-rate, expect: "< 0.1%"}]}
                """, ERRORS);
        Instant last = Given.T.plus(Duration.ofHours(1));

        Recording recording = read(often, Duration.ZERO, Duration.ofHours(1));

        assertThat(recording.series().get(new Name("error-rate")))
                .satisfies(series -> assertThat(series.size()).isEqualTo(18_001))
                .satisfies(series -> assertThat(series.last()).isEqualTo(last));
    }

    @Test
    void whatPrometheusRefusesIsToldInItsWords() {
        assertThatThrownBy(() -> read(plan("sum("), Duration.ZERO, Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(CallFailed.class, failed -> assertThat(failed.reason())
                        .contains("asked for error-rate: Prometheus bad_data: ", "parse error"));
    }

    @Test
    void aRangeWithoutEndIsRefused() {
        assertThatThrownBy(() -> read(plan(ERRORS), Duration.ofMinutes(1), Duration.ZERO))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> read(plan(ERRORS), Duration.ZERO, Duration.ofDays(1000)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("expected at most 500000 moments");
    }
}
