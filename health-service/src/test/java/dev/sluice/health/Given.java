package dev.sluice.health;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The examples that the tests speak of. */
public final class Given {
    public static final Target SHOP = new Target("shop", "checkout");
    public static final StartKey KEY = new StartKey("k1");
    public static final RolloutId ID = RolloutId.of(SHOP, KEY);
    public static final Requester ANA = new Requester("ana", "lunch");
    public static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    public static final Name ERRORS = new Name("error-rate");
    public static final Name LATENCY = new Name("latency-p95");

    private static final String PLAN = """
            target: shop/checkout
            version: "5.1"
            routers:
            - {type: http, name: edge, url: "http://127.0.0.1:1/"}
            sources:
            - {type: pushed, name: app}
            - {type: prometheus, name: prom, url: "http://127.0.0.1:2"}
            metrics:
            - {name: error-rate, source: app, unit: ratio, read: {kind: sample}}
            - {name: latency-p95, source: prom, unit: s, read: {kind: promql, query: p95}}
            stages:
            - {name: first, weight: 5%, duration: 1m}
            - {name: last, weight: 100%, duration: 1m}
            """;

    private Given() {}

    /** Error rate is pushed and latency asked for; the lines are added to the plan. */
    public static Plan plan(String lines) {
        return PlanReader.read((PLAN + lines).getBytes(StandardCharsets.UTF_8));
    }

    /** Checks every 10 s, triggers every second; errors above 1 % roll back, and so does a p95 above 1 s. */
    public static Plan plan() {
        return plan("""
                validation: {every: 10s, failureLimit: 3, checks: [{metric: error-rate, expect: "< 0.1%"}, \
                {metric: latency-p95, expect: "< 500ms"}]}
                triggers: {every: 1s, list: [{metric: error-rate, when: "> 1%"}, \
                {metric: latency-p95, when: "> 1s"}]}
                """);
    }

    /** Everything up to the first stage's switch. */
    public static List<Lifecycle> observing(Plan plan) {
        return List.of(
                new Lifecycle.RolloutRequested(ID, KEY, ANA, plan),
                new Lifecycle.RolloutStarted(ID),
                new Lifecycle.StageStarted(ID, 0, new Name("first"), Weight.percent(5)),
                switched(0, 5));
    }

    public static Lifecycle switched(int stage, int percent) {
        return new Lifecycle.TrafficSwitched(
                ID,
                stage,
                Weight.percent(percent),
                List.of(new RouterReadback(new Name("edge"), Weight.percent(percent), Optional.empty(), 400)),
                900);
    }
}
