package dev.sluice.analyze.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.analyze.Given;
import dev.sluice.analyze.recording.Compared;
import dev.sluice.analyze.recording.Recording;
import dev.sluice.analyze.recording.Series;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static Course replayed(Plan plan, Recording recording) {
        return Replay.of(plan, recording, Given.T, recording.ends());
    }

    private static void at(End end, String after) {
        Instant expected =
                Given.T.plus(dev.sluice.events.value.Span.parse(after).duration());
        assertThat(end.at()).isCloseTo(expected, within(250, ChronoUnit.MILLIS));
    }

    @Test
    void aHealthyCandidateCompletesWhenItsStagesHaveLasted() {
        Course course = replayed(Given.plan(), Recorded.errors(Recorded.bad("0s", "0s")));

        assertThat(course.end()).isInstanceOf(End.Completed.class);
        at(course.end(), "10m");
        assertThat(course.stages())
                .hasSize(2)
                .allMatch(stage -> stage.unknown() == 0
                        && stage.healthy() == stage.evaluations()
                        && stage.completed().isPresent());
        assertThat(course.remarks()).isEmpty();
    }

    @Test
    void aBurstThatLastsRollsBackAtItsThirdSample() {
        Course course = replayed(Given.plan(), Recorded.errors(Recorded.bad("6m40s", "7m30s")));

        assertThat(course.end()).isInstanceOfSatisfying(End.RolledBack.class, back -> {
            assertThat(back.stage()).isEqualTo(1);
            assertThat(back.trigger()).contains(new Name("error-rate"));
            assertThat(back.reason()).isEqualTo("error-rate = 2% (bound > 0.5%), 3 in a row");
        });
        at(course.end(), "7m");
        assertThat(course.triggers().getFirst().bounded().longestRun()).isEqualTo(3);
    }

    @Test
    void aBurstThatIsTooShortIsSeenAndLetPass() {
        Course course = replayed(Given.plan(), Recorded.errors(Recorded.bad("6m40s", "7m")));

        assertThat(course.end()).isInstanceOf(End.Completed.class);
        Bounded bounded = course.triggers().getFirst().bounded();
        assertThat(bounded.held()).isEqualTo(2);
        assertThat(bounded.longestRun()).isEqualTo(2);
        assertThat(bounded.worst().orElseThrow().shownValue()).isEqualTo("2%");
    }

    @Test
    void noDataIsNeverHealthyAndTheSafetyNetRestores() {
        Course course = replayed(Given.plan(), Recorded.errors(at -> new Sample.NoData("no value in the recording")));

        assertThat(course.end()).isInstanceOfSatisfying(End.RolledBack.class, back -> assertThat(back.reason())
                .startsWith("by the safety net: "));
        assertThat(course.end().at()).isBetween(Given.T.plusSeconds(22), Given.T.plusSeconds(35));
        assertThat(course.remarks()).anyMatch(remark -> remark.text().startsWith("safety net: hold"));
        assertThat(course.triggers().getFirst().bounded().neverConclusive()).isTrue();
    }

    @Test
    void aGapThatIsLongerThanASampleStandsEndsInTheSafetyNet() {
        NavigableMap<Instant, Sample> samples = Objects.requireNonNull(
                        Recorded.errors(Recorded.bad("0s", "0s")).series().get(new Name("error-rate")))
                .samples();
        samples.keySet().removeIf(at -> at.isAfter(Given.T.plusSeconds(120)) && at.isBefore(Given.T.plusSeconds(300)));
        Recording gap = new Recording(
                Map.of(new Name("error-rate"), Series.of(samples, Duration.ofSeconds(60))), List.of(), List.of());

        End end = replayed(Given.plan(), gap).end();

        assertThat(end).isInstanceOfSatisfying(End.RolledBack.class, back -> assertThat(back.reason())
                .contains("safety net"));
        assertThat(end.at()).isBetween(Given.T.plusSeconds(180 + 12), Given.T.plusSeconds(180 + 35));
    }

    @Test
    void threeFailedChecksInARowRollBack() {
        Course course = replayed(Given.plan(), Recorded.errors(at -> Recorded.value(0.002, at)));

        assertThat(course.end()).isInstanceOf(End.RolledBack.class);
        at(course.end(), "1m");
        assertThat(course.stages().getFirst().healthy()).isZero();
        assertThat(course.stages().getFirst().checks().getFirst().bounded().longestRun())
                .isEqualTo(3);
    }

    @Test
    void aStageThatIsNeverValidatedFailsAtItsDeadline() {
        Plan plan = Given.plan(Given.stages() + """
                validation: {every: 30s, failureLimit: 100, deadline: 2m, checks: [{metric: error-rate, expect: "< 0.1%"}]}
                triggers: {every: 10s, list: [{metric: error-rate, when: "> 0.5%"}]}
                """);

        Course course = replayed(plan, Recorded.errors(at -> Recorded.value(0.002, at)));

        assertThat(course.end()).isInstanceOf(End.RolledBack.class);
        at(course.end(), "7m");
    }

    @Test
    void aTriggerThatPausesLeavesItToAPerson() {
        Plan plan = Given.plan(Given.stages() + """
                triggers:
                  every: 10s
                  list:
                  - {name: suspicion, metric: error-rate, when: "> 0.5%", reaction: pause}
                  - {metric: error-rate, when: "> 50%"}
                """);

        Course course = replayed(plan, Recorded.errors(Recorded.bad("2m", "3m")));

        assertThat(course.end()).isInstanceOfSatisfying(End.Paused.class, paused -> assertThat(paused.reason())
                .isEqualTo("error-rate = 2% (bound > 0.5%)"));
        at(course.end(), "2m");
    }

    @Test
    void aGateIsOpenedWhenItsStageHasLasted() {
        Plan plan = Given.plan("""
                stages:
                - {name: canary, weight: 20%, duration: 5m, gate: manual}
                - {name: all, weight: 100%, duration: 5m}
                """ + Given.judged());

        Course course = replayed(plan, Recorded.errors(Recorded.bad("0s", "0s")));

        assertThat(course.end()).isInstanceOf(End.Completed.class);
        at(course.end(), "10m");
        assertThat(course.remarks()).hasSize(1);
    }

    @Test
    void theTimeAfterTheLastStageIsWatchedToo() {
        Plan plan = Given.plan(Given.stages() + Given.judged() + "bake: 1m\n");

        Course good = replayed(plan, Recorded.errors(Recorded.bad("0s", "0s")));
        Course bad = replayed(plan, Recorded.errors(Recorded.bad("10m10s", "12m")));

        assertThat(good.end()).isInstanceOf(End.Completed.class);
        at(good.end(), "11m");
        assertThat(bad.end()).isInstanceOf(End.RolledBack.class);
        at(bad.end(), "10m30s");
    }

    @Test
    void stepsWorkloadsAndBackupsTakeNoTime() {
        Plan plan = Given.plan(Given.stages() + Given.judged() + """
                workloads:
                - {type: http, name: canary, role: canary, url: "http://127.0.0.1:4/", prepare: {replicas: 2}}
                steps:
                - {name: migrate, before: canary, run: {type: http, url: "http://127.0.0.1:7/"}}
                - {name: load, before: all, run: {type: http, url: "http://127.0.0.1:7/"}}
                data:
                  stores:
                  - {type: files, name: orders, paths: [/srv/orders]}
                """);

        Course course = replayed(plan, Recorded.errors(Recorded.bad("0s", "0s")));

        assertThat(course.end()).isInstanceOf(End.Completed.class);
        at(course.end(), "10m");
    }

    @Test
    void stepsOfChecksAreJudged() {
        Plan plan = Given.plan(Given.stages() + Given.judged() + """
                steps:
                - name: preflight
                  before: canary
                  run: {type: checks, every: 1s, failures: 2, checks: [{metric: error-rate, expect: "< 0.1%"}]}
                """);

        Course good = replayed(plan, Recorded.errors(Recorded.bad("0s", "0s")));
        Course bad = replayed(plan, Recorded.errors(Recorded.bad("0s", "1m")));

        assertThat(good.end()).isInstanceOf(End.Completed.class);
        at(good.end(), "10m");
        assertThat(bad.end()).isInstanceOf(End.NotBegun.class);
        assertThat(bad.remarks())
                .anyMatch(remark -> remark.text().startsWith("step preflight: failed: error-rate = 2%"));
    }

    @Test
    void aRecordingThatIsTooShortDecidesNothing() {
        Recording recording = Recorded.errors(Recorded.bad("0s", "0s"));

        Course course = Replay.of(Given.plan(), recording, Given.T.plusSeconds(300), recording.ends());

        assertThat(course.end()).isInstanceOfSatisfying(End.Open.class, open -> assertThat(open.stage())
                .isEqualTo(1));
    }

    @Test
    void countsAreComparedByTheSequentialTest() {
        Course same = replayed(Compared.plan(), compared(0.005));
        Course worse = replayed(Compared.plan(), compared(0.05));

        assertThat(same.end()).isInstanceOf(End.Completed.class);
        assertThat(worse.end()).isInstanceOfSatisfying(End.RolledBack.class, back -> assertThat(back.reason())
                .contains("errors = ", "candidate ", "times is tolerated"));
    }

    /** 200 requests a second, a fifth of them to the candidate, which fails this share of them; stable fails 0.5 %. */
    private static Recording compared(double rate) {
        NavigableMap<Instant, Sample> errors = new TreeMap<>();
        NavigableMap<Instant, Sample> load = new TreeMap<>();
        NavigableMap<Instant, Sample> share = new TreeMap<>();
        for (int second = 0; second <= 660; second += 5) {
            Instant at = Given.T.plusSeconds(second);
            Side candidate = new Side(Math.floor(40 * second * rate), 40.0 * second);
            Side stable = new Side(Math.floor(160 * second * 0.005), 160.0 * second);
            errors.put(at, Counts.together(candidate, Optional.of(stable), at));
            share.put(at, new Sample.Value(rate, at));
            load.put(at, new Sample.Pair(new Sample.Value(0.5, at), Optional.of(new Sample.Value(0.4, at))));
        }
        Duration stale = Duration.ofSeconds(60);
        return new Recording(
                Map.of(
                        new Name("errors"), Series.of(errors, stale),
                        new Name("load"), Series.of(load, stale),
                        new Name("error-rate"), Series.of(share, stale)),
                List.of("made up"),
                List.of());
    }
}
