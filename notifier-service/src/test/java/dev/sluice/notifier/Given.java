package dev.sluice.notifier;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
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
    public static final EventId COMMAND = new EventId("c-1");
    public static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private Given() {}

    public static Plan plan(String people) {
        return PlanReader.read(text(people).getBytes(StandardCharsets.UTF_8));
    }

    /** With these parts beside, and this in its first stage. */
    public static Plan planWith(String parts, String ofStage) {
        return PlanReader.read((text("{language: en}").replace("duration: 30m", "duration: 30m, " + ofStage) + parts)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String people) {
        return """
                target: shop/checkout
                version: "5.1"
                stableVersion: "5.0"
                routers:
                - {type: http, name: edge, url: "http://127.0.0.1:1/"}
                sources:
                - {type: pushed, name: app}
                metrics:
                - {name: error-rate, source: app, unit: ratio, read: {kind: sample}}
                stages:
                - {name: canary-start, weight: 5%%, duration: 30m}
                - {name: full-switch, weight: 100%%, duration: 15m}
                people: %s
                """.formatted(people);
    }

    public static Plan plan() {
        return plan("{language: en}");
    }

    /** With everything that the templates can show. */
    public static Plan plan(String language, String channels) {
        return plan("{language: " + language + ", contacts: {lead: Ana, emergency: '+49 30 1234'},"
                + " links: {dashboard: 'https://grafana.example/d/1', status: 'https://status.example/'}" + channels
                + "}");
    }

    public static Plan withSlack(String name) {
        return plan("{slack: [{name: " + name + ", webhook: {env: SLACK_URL}}]}");
    }

    public static Lifecycle requested(Plan plan) {
        return new Lifecycle.RolloutRequested(ID, KEY, new Requester("ci", "nightly"), plan);
    }

    public static List<Lifecycle> observing(Plan plan) {
        return List.of(
                requested(plan), new Lifecycle.RolloutStarted(ID), stageStarted(0, "canary-start", 5), switched(0, 5));
    }

    public static Lifecycle stageStarted(int stage, String name, int percent) {
        return new Lifecycle.StageStarted(ID, stage, new Name(name), Weight.percent(percent));
    }

    public static Lifecycle switched(int stage, int percent) {
        return new Lifecycle.TrafficSwitched(
                ID, stage, Weight.percent(percent), readbacks(Weight.percent(percent)), 900);
    }

    public static List<RouterReadback> readbacks(Weight weight) {
        return List.of(new RouterReadback(new Name("edge"), weight, Optional.empty(), 400));
    }

    public static Lifecycle restored() {
        return new Lifecycle.TrafficRestored(ID, readbacks(Weight.ZERO), 800);
    }

    public static Fact breach(long of, Reaction reaction) {
        return new Fact.MetricsBreached(ID, of, 0, ERRORS, 0, reaction, START, reading(0.025, "> 0.5%", Outcome.HELD));
    }

    public static Fact validated(long of, int stage) {
        return new Fact.StageValidated(ID, of, stage, 0, List.of(reading(0.0004, "< 0.1%", Outcome.HELD)));
    }

    public static MetricReading reading(double value, String bound, Outcome outcome) {
        return new MetricReading(
                ERRORS,
                "error-rate",
                OptionalDouble.of(value),
                "ratio",
                bound,
                outcome,
                Optional.empty(),
                Optional.empty());
    }
}
