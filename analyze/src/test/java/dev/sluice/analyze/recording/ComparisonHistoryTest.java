package dev.sluice.analyze.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.analyze.Given;
import dev.sluice.analyze.replay.Course;
import dev.sluice.analyze.replay.End;
import dev.sluice.analyze.replay.Replay;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Name;
import dev.sluice.health.call.CallFailed;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The candidate against stable in the past of a real Prometheus. It was scraped every 10 s: an instance of the candidate at
 * second 3, and two of stable at 0 and 4. Of their requests one in 200 fails, one in two of both versions' for a minute
 * from 3m20s on, and one in 20 of the candidate's from 6m40s on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonHistoryTest {
    private static final Name ERRORS = new Name("errors");
    private static final String PLAN = """
            target: shop/checkout
            version: "5.1"
            routers:
            - {type: http, name: edge, url: "http://127.0.0.1:1/"}
            sources:
            - {type: prometheus, name: prom, url: "http://127.0.0.1:2", candidate: 'version="2"', stable: 'version="1"'}
            metrics:
            - {name: errors, source: prom, unit: ratio, read: {kind: comparison, of: errors_total, to: requests_total}}
            - {name: load, source: prom, unit: rps, read: {kind: rate, of: requests_total}}
            stages:
            - {name: canary, weight: 20%, duration: 5m}
            - {name: half, weight: 50%, duration: 5m}
            - {name: all, weight: 100%, duration: 2m}
            validation: {every: 30s, checks: [{metric: load, expect: "> 1rps"}]}
            triggers: {every: 5s, list: [{metric: load, when: "< 1rps"}, {metric: errors, when: "< 1%", noData: no-breach}]}
            """;

    private static final Instance CANDIDATE = new Instance("2", "c", 3, 100);
    private static final Instance A = new Instance("1", "a", 0, 450);
    private static final Instance B = new Instance("1", "b", 4, 450);

    private final BackFilled prometheus;

    ComparisonHistoryTest(@TempDir Path folder) throws IOException, InterruptedException {
        prometheus = new BackFilled(folder, past());
    }

    @AfterAll
    void end() throws InterruptedException {
        prometheus.close();
    }

    /** One process of a version, and the second of ten at which it was scraped. */
    private record Instance(String version, String name, int second, int requests) {
        /** How many of its requests failed up to this second. */
        double failed(int until) {
            double failed = 0;
            for (int second = -99; second <= until; second++) {
                boolean both = second > 200 && second <= 260;
                boolean own = second > 400 && version.equals("2");
                failed += requests * (both ? 0.5 : own ? 0.05 : 0.005);
            }
            return failed;
        }

        void write(String metric, IntToDoubleFunction value, StringBuilder to) {
            for (int at = second - 100; at <= 720; at += 10) {
                to.append("%s_total{version=\"%s\",instance=\"%s\"} %s %d%n"
                        .formatted(metric, version, name, value.applyAsDouble(at), Given.T.getEpochSecond() + at));
            }
        }
    }

    private static String past() {
        List<Instance> all = List.of(CANDIDATE, A, B);
        StringBuilder text = new StringBuilder("# TYPE requests counter\n");
        all.forEach(each -> each.write("requests", at -> each.requests() * (at + 100.0), text));
        text.append("# TYPE errors counter\n");
        all.forEach(each -> each.write("errors", each::failed, text));
        return text.append("# EOF\n").toString();
    }

    private Recording read(Plan plan) throws CallFailed {
        return new PrometheusHistory(plan, Optional.of(prometheus.url()))
                .read(plan.metrics(), Given.T, Given.T.plus(Duration.ofMinutes(12)));
    }

    private static Plan plan(String text) {
        return PlanReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * At 0s stable's instances had been read at 0s and -6s, and so the candidate is asked for -6s, where -7s is what there
     * is; at 5m5s at 5m and 5m4s, and the candidate at 4m53s, before which stable had been at 4m50s and 4m44s.
     */
    @Test
    void bothAreCountedFromScrapeToScrapeAndTheCandidateNotBeyondStable() throws CallFailed {
        Sample sample = read(plan(PLAN)).at(ERRORS, Given.T.plusSeconds(305));

        assertThat(sample).isInstanceOfSatisfying(Counts.class, counts -> {
            assertThat(counts.sampledAt()).isEqualTo(Given.T.plusSeconds(293));
            assertThat(counts.candidate().requests()).isEqualTo(100 * (293 + 7));
            assertThat(counts.candidate().events()).isCloseTo(240 * 0.5 + 60 * 50, within(1e-6));
            assertThat(counts.stable()).hasValueSatisfying(stable -> {
                assertThat(stable.requests()).isCloseTo(450 * (293 - 0) + 450 * (293 + 6), within(1e-6));
                assertThat(stable.before())
                        .isCloseTo(A.failed(290) - A.failed(0) + B.failed(284) - B.failed(-6), within(1e-6));
                assertThat(stable.after())
                        .isCloseTo(A.failed(300) - A.failed(0) + B.failed(304) - B.failed(-6), within(1e-6));
            });
            assertThat(counts.encloses()).isTrue();
        });
    }

    @Test
    void whatOnlyTheCandidateHasWouldHaveRolledBackAndWhatBothHaveNot() throws CallFailed {
        Plan plan = plan(PLAN);
        Recording recording = read(plan);

        Course course = Replay.of(plan, recording, recording.begins(), recording.ends());

        assertThat(course.end()).isInstanceOfSatisfying(End.RolledBack.class, back -> {
            assertThat(back.stage()).isEqualTo(1);
            assertThat(back.reason()).startsWith("errors = ").contains("times is tolerated");
        });
        assertThat(course.end().at()).isBetween(Given.T.plusSeconds(405), Given.T.plusSeconds(435));
    }

    @Test
    void aSelectorThatNothingFitsIsNoDataAsLive() throws CallFailed {
        Sample sample =
                read(plan(PLAN.replace("version=\"2\"", "version=\"3\""))).at(ERRORS, Given.T.plusSeconds(60));

        assertThat(sample).isEqualTo(new Sample.NoData("no series of the candidate that was read within 1m"));
    }

    @Test
    void whatPrometheusRefusesEndsTheAnalysis() {
        Plan refused = plan(PLAN.replace("of: errors_total", "of: 'errors_total{code=~\"[[:wrong:]]\"}'"));

        assertThatThrownBy(() -> read(refused))
                .isInstanceOfSatisfying(CallFailed.class, failed -> assertThat(failed.reason())
                        .contains("asked for errors: Prometheus bad_data"));
    }
}
