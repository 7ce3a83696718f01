package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.StageEvaluated.Kind;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Name;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plan that says nothing of metrics and triggers, for an application whose stable instances are named. */
class ComparisonTest {
    private static final Name LATENCY = new Name("latency-p95");
    private static final Name AGAINST = new Name("errors-against-stable");
    private static final Name SLOW = new Name("slow-against-stable");
    private static final Plan PLAN = PlanReader.read("""
            target: shop/checkout
            version: "5.1"
            routers:
            - {type: http, name: edge, url: "http://127.0.0.1:1/"}
            sources:
            - {type: scrape, name: app, urls: ["http://127.0.0.1:2"], stable: ["http://127.0.0.1:3"]}
            stages:
            - {name: first, weight: 5%, duration: 30m}
            - {name: last, weight: 100%, duration: 1m}
            triggers: {every: 1s}
            """.getBytes(StandardCharsets.UTF_8));
    private final World world = new World();
    private Side candidate = new Side(0, 0);
    private Side stable = new Side(0, 0);

    /** A second of traffic, of which this many requests fail. */
    private void second(int candidateErrors, int stableErrors) {
        candidate = new Side(candidate.events() + candidateErrors, candidate.requests() + 50);
        stable = new Side(stable.events() + stableErrors, stable.requests() + 950);
        show();
        world.pass(Duration.ofSeconds(1));
    }

    private void show() {
        world.answers.put(AGAINST, Counts.together(candidate, Optional.of(stable), world.wall()));
        world.answers.put(SLOW, Counts.together(new Side(0, 1), Optional.of(new Side(0, 1)), Given.START));
    }

    private void begin() {
        world.gives(Given.ERRORS, 0.0001);
        world.gives(LATENCY, 0.1);
        show();
        world.observing(PLAN);
    }

    @Test
    void comparesWithStableBesideTheThresholds() {
        assertThat(PLAN.triggers().list())
                .extracting(trigger -> trigger.metric() + " " + trigger.when())
                .containsExactly(
                        "error-rate > 0.5%",
                        "latency-p95 > 1000ms", "errors-against-stable < 0.5%", "slow-against-stable < 0.5%");
    }

    @Test
    void aCandidateThatIsWorseBelowEveryThresholdIsFoundAndExplained() {
        begin();
        for (int i = 0; i < 60; i++) {
            second(0, 1);
        }
        assertThat(world.appends).isEmpty();
        int seconds = 0;
        while (world.appends.isEmpty() && seconds < 60) {
            second(1, 1);
            seconds++;
        }

        assertThat(seconds).isLessThan(20);
        assertThat(world.story.events(Fact.MetricsBreached.class))
                .singleElement()
                .satisfies(breach -> {
                    MetricReading reading = breach.reading();
                    assertThat(breach.trigger()).isEqualTo(AGAINST);
                    assertThat(reading.value().orElseThrow()).isLessThan(0.005);
                    assertThat(reading.query())
                            .isEqualTo("p-value of http_requests_total{status!~\"[1-4]..\",code!~\"[1-4]..\","
                                    + "status_code!~\"[1-4]..\"} / http_requests_total being at"
                                    + " most 1.2 times stable's");
                    assertThat(reading.sentence())
                            .startsWith("errors-against-stable = ")
                            .contains(
                                    "(bound < 0.5%, of ",
                                    "): candidate ", " of ", "stable ", "up to 1.2 times is tolerated")
                            .contains("worse with a confidence of 99.");
                });
    }

    @Test
    void errorsThatStableHasTooAreNoBreach() {
        begin();
        for (int i = 0; i < 120; i++) {
            second(i % 4 == 0 ? 1 : 0, 5);
        }

        assertThat(world.appends).isEmpty();
        assertThat(world.evaluations(Kind.TRIGGERS).getLast().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aStableThatCantBeReadHoldsUpNothing() {
        begin();
        second(0, 1);
        for (int i = 0; i < 30; i++) {
            candidate = new Side(candidate.events(), candidate.requests() + 50);
            world.answers.put(AGAINST, Counts.together(candidate, Optional.empty(), world.wall()));
            world.pass(Duration.ofSeconds(1));
        }

        assertThat(world.appends).isEmpty();
        assertThat(world.evaluations(Kind.TRIGGERS).getLast().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aCandidateThatCantBeReadIsUnknown() {
        begin();
        world.answers.put(AGAINST, new Sample.Failed("connection refused"));
        world.pass(Duration.ofSeconds(15));

        assertThat(world.evaluations(Kind.TRIGGERS).getLast().verdict()).isEqualTo(Verdict.UNKNOWN);
    }
}
