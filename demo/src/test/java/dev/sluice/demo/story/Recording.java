package dev.sluice.demo.story;

import dev.sluice.demo.load.Observation;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.MetricReading.Outcome;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Json;
import dev.sluice.events.wire.WireTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The events of a rollout of examples/demo.yaml, as the event stream sends them, from 12:00:00 on. */
final class Recording {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final RolloutId ROLLOUT = new RolloutId("checkout-k3v5q2m7pd");
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Plan PLAN =
            PlanTree.read(ROOT.resolve("examples/demo.yaml"), Map.of()).plan();
    private static final Requester DEMO = new Requester("demo", "");
    private static final Name DOOR = new Name("door");

    private final List<Told> told = new ArrayList<>();

    /** A rollout that completes: each stage takes exactly as long as planned. */
    static List<Told> good() {
        Recording recording = new Recording().begun();
        long[] endsMs = {15_000, 37_500, 52_500, 60_000};
        long startMs = 0;
        for (int stage = 0; stage < endsMs.length; stage++) {
            recording.switched(stage, startMs).validated(stage, endsMs[stage]);
            startMs = endsMs[stage];
        }
        return recording.at(60_000, new Lifecycle.RolloutCompleted(ROLLOUT)).told;
    }

    /** A rollout whose candidate breaches in its second stage, 20.3 s after the start. */
    static List<Told> bad() {
        return new Recording()
                .begun()
                .switched(0, 0)
                .validated(0, 15_000)
                .switched(1, 15_000)
                .at(
                        20_300,
                        new Fact.MetricsBreached(
                                ROLLOUT,
                                6,
                                1,
                                new Name("error-rate"),
                                2,
                                Reaction.ROLLBACK,
                                NOON.plusMillis(20_298),
                                reading(0.024, "> 0.5%")))
                .at(20_303, new Fact.RollbackRequested(ROLLOUT, 6, "error-rate", new Requester("health-service", "")))
                .at(20_311, new Lifecycle.TrafficRestored(ROLLOUT, List.of(readback(0)), 2_400))
                .at(
                        20_400,
                        new Fact.SwitchVerified(
                                ROLLOUT, 7, List.of(new Verification("router door", true, "candidate has 0%"))))
                .at(
                        20_410,
                        new Fact.RollbackCompleted(
                                ROLLOUT,
                                7,
                                new RollbackTimes(
                                        Optional.of(NOON.plusMillis(20_300)),
                                        NOON.plusMillis(20_303),
                                        NOON.plusMillis(20_311),
                                        NOON.plusMillis(20_400))))
                .at(20_420, new Lifecycle.RolloutRolledBack(ROLLOUT, "error-rate breached"))
                .told;
    }

    /** The lines that a reader of the demo gets for these events. */
    static List<String> lines(List<Told> events) {
        List<String> lines = new ArrayList<>();
        Story story = Story.NEW;
        for (Told each : events) {
            Narrator.tell(story, each).ifPresent(line -> lines.add(line.text()));
            story = story.after(each);
        }
        return lines;
    }

    static Story story(List<Told> events) {
        Story story = Story.NEW;
        for (Told each : events) {
            story = story.after(each);
        }
        return story;
    }

    /** One request of the load generator, answered after 1 ms. */
    static Observation request(long atMs, int status, String version) {
        long sent = NOON.plus(Duration.ofMillis(atMs)).toEpochMilli() * 1_000;
        return new Observation(sent, sent + 1_000, 1_000, status, version);
    }

    private Recording begun() {
        return at(0, new Lifecycle.RolloutRequested(ROLLOUT, new StartKey("key"), DEMO, PLAN))
                .at(0, new Lifecycle.RolloutStarted(ROLLOUT));
    }

    private Recording switched(int stage, long ms) {
        Weight weight = PLAN.stages().get(stage).weight();
        Name name = PLAN.stages().get(stage).name();
        return at(ms, new Lifecycle.StageStarted(ROLLOUT, stage, name, weight))
                .at(ms, new Lifecycle.TrafficSwitched(ROLLOUT, stage, weight, List.of(readback(stage)), 3_100));
    }

    private Recording validated(int stage, long ms) {
        return at(ms, new Fact.StageValidated(ROLLOUT, 4, stage, 1, List.of(reading(0, "< 0.1%"))))
                .at(ms, new Lifecycle.StageCompleted(ROLLOUT, stage));
    }

    private static RouterReadback readback(int stage) {
        return new RouterReadback(DOOR, PLAN.stages().get(stage).weight(), Optional.empty(), 2_300);
    }

    private static MetricReading reading(double value, String bound) {
        return new MetricReading(
                new Name("error-rate"),
                "ratio",
                OptionalDouble.of(value),
                "ratio",
                bound,
                Outcome.HELD,
                Optional.empty(),
                Optional.empty());
    }

    /** Through the text of the event stream, as the demo gets it. */
    private Recording at(long ms, JournalEvent event) {
        String data = Json.WIRE
                .createObjectNode()
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                        "meta",
                        Json.WIRE
                                .createObjectNode()
                                .put("type", WireTypes.of(event).name())
                                .put("time", NOON.plusMillis(ms).toString()))
                .set("event", Json.WIRE.valueToTree(event))
                .toString();
        told.add(Told.read(data).orElseThrow());
        return this;
    }
}
