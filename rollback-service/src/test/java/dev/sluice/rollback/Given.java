package dev.sluice.rollback;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Reaction;
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
import java.util.OptionalDouble;

/** The examples that the tests speak of. */
public final class Given {
    public static final Target SHOP = new Target("shop", "checkout");
    public static final StartKey KEY = new StartKey("k1");
    public static final RolloutId ID = RolloutId.of(SHOP, KEY);
    public static final Requester ANA = new Requester("ana", "blank pages");
    public static final Name ERRORS = new Name("error-rate");
    public static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private Given() {}

    public static Plan plan(String rollback) {
        return plan(rollback, "");
    }

    private static Plan plan(String rollback, String more) {
        return PlanReader.read(("""
                target: shop/checkout
                version: "5.1"
                stableVersion: "5.0"
                routers:
                - {type: http, name: edge, url: "http://127.0.0.1:1/"}
                - {type: http, name: inner, url: "http://127.0.0.1:2/"}
                sources:
                - {type: pushed, name: app}
                metrics:
                - {name: error-rate, source: app, unit: ratio, read: {kind: sample}}
                rollback: %s
                %s
                """.formatted(rollback, more)).getBytes(StandardCharsets.UTF_8));
    }

    /** With workloads to shut down and stores to restore. */
    public static Plan planWithEverything() {
        return plan("{verifyWithin: 20s, abortDelay: 30s, shutdownWithin: 5m}", """
                bake: 1h
                stages: [{name: all, weight: 100%, duration: 10m}]
                workloads:
                - {type: http, name: canary, role: canary, url: "http://127.0.0.1:4/"}
                - {type: http, name: kept, role: green, url: "http://127.0.0.1:5/", onRollback: keep}
                data:
                  answerWithin: 1h
                  stores:
                  - {type: files, name: orders, paths: [/srv/orders], onRollback: ask}
                  - {type: files, name: config, paths: [/srv/config], onRollback: auto, writes: [
                      {type: http, name: gate, pause: "http://127.0.0.1:6/p", resume: "http://127.0.0.1:6/r"}]}
                  - {type: files, name: logs, paths: [/srv/logs], onRollback: never}
                """);
    }

    public static Plan plan() {
        return plan("{verifyWithin: 20s}");
    }

    public static Plan planWithUrl() {
        return plan("{verifyWithin: 3s, publicUrl: {url: 'http://127.0.0.1:3/', versionHeader: X-Version}}");
    }

    public static Lifecycle requested(Plan plan) {
        return new Lifecycle.RolloutRequested(ID, KEY, new Requester("ci", "nightly"), plan);
    }

    /** Everything up to the first stage's switch. */
    public static List<Lifecycle> observing(Plan plan) {
        return List.of(
                requested(plan),
                new Lifecycle.RolloutStarted(ID),
                new Lifecycle.StageStarted(ID, 0, new Name("canary-start"), Weight.percent(5)),
                new Lifecycle.TrafficSwitched(ID, 0, Weight.percent(5), readbacks(Weight.percent(5)), 900));
    }

    public static List<RouterReadback> readbacks(Weight weight) {
        return List.of(
                new RouterReadback(new Name("edge"), weight, Optional.empty(), 400),
                new RouterReadback(new Name("inner"), weight, Optional.empty(), 500));
    }

    public static Lifecycle restored() {
        return new Lifecycle.TrafficRestored(ID, readbacks(Weight.ZERO), 800);
    }

    public static Fact breach(long of, Reaction reaction) {
        return new Fact.MetricsBreached(ID, of, 0, ERRORS, 0, reaction, START, reading());
    }

    public static MetricReading reading() {
        return new MetricReading(
                ERRORS,
                "error-rate",
                OptionalDouble.of(0.025),
                "ratio",
                "> 0.5%",
                MetricReading.Outcome.HELD,
                Optional.empty(),
                Optional.empty());
    }
}
