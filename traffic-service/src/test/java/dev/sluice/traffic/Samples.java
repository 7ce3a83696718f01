package dev.sluice.traffic;

import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.RollbackTimes;
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

/** Plans, commands and events about one target, for tests. */
public final class Samples {
    public static final Target TARGET = Target.parse("demo/checkout");
    public static final StartKey KEY = new StartKey("pipeline-4711");
    public static final RolloutId ROLLOUT = RolloutId.of(TARGET, KEY);
    public static final StartKey OTHER_KEY = new StartKey("pipeline-4712");
    public static final RolloutId OTHER = RolloutId.of(TARGET, OTHER_KEY);
    public static final Requester ANN = new Requester("ann@example.com", "because");
    public static final Name ERROR_RATE = new Name("error-rate");

    /** Two entrances, and everything else as Sluice has it by default: the strategy that it was made for. */
    public static final String PLAN = """
            target: demo/checkout
            version: "5.1"
            routers:
              - {type: http, name: edge, url: "http://127.0.0.1:9001/edge"}
              - {type: http, name: mobile, url: "http://127.0.0.1:9001/mobile"}
            sources:
              - {type: scrape, name: candidate, urls: ["http://127.0.0.1:8091/metrics"]}
            """;

    private Samples() {}

    public static Plan plan(String... more) {
        return PlanReader.read((PLAN + String.join("\n", more)).getBytes(StandardCharsets.UTF_8));
    }

    public static Commanded command(String id, Command command) {
        return new Commanded(new EventId(id), TARGET, Optional.empty(), command);
    }

    public static Commanded start(StartKey key, Plan plan) {
        return command("start/" + key, new Command.Start(key, plan, ANN));
    }

    public static Lifecycle.RolloutRequested requested(Plan plan) {
        return new Lifecycle.RolloutRequested(ROLLOUT, KEY, ANN, plan);
    }

    public static Lifecycle.StageStarted stageStarted(Plan plan, int stage) {
        return new Lifecycle.StageStarted(
                ROLLOUT,
                stage,
                plan.stages().get(stage).name(),
                plan.stages().get(stage).weight());
    }

    public static Lifecycle.TrafficSwitched switched(Plan plan, int stage) {
        Weight weight = plan.stages().get(stage).weight();
        return new Lifecycle.TrafficSwitched(ROLLOUT, stage, weight, readbacks(weight), 900);
    }

    public static List<RouterReadback> readbacks(Weight weight) {
        return List.of(
                new RouterReadback(new Name("edge"), weight, Optional.empty(), 400),
                new RouterReadback(new Name("mobile"), weight, Optional.empty(), 500));
    }

    public static MetricReading reading() {
        return new MetricReading(
                ERROR_RATE,
                "errors over 30s",
                OptionalDouble.of(0.025),
                "ratio",
                "> 0.5%",
                MetricReading.Outcome.HELD,
                Optional.empty(),
                Optional.empty());
    }

    public static Fact breached(long of, Reaction reaction) {
        return new Fact.MetricsBreached(ROLLOUT, of, 0, ERROR_RATE, 1, reaction, Instant.EPOCH, reading());
    }

    public static Fact validated(long of, int stage) {
        return new Fact.StageValidated(ROLLOUT, of, stage, stage, List.of(reading()));
    }

    public static Fact notValidated(long of, int stage, int failures) {
        return new Fact.ValidationFailed(ROLLOUT, of, stage, failures, failures, Reaction.ALERT, List.of(reading()));
    }

    public static Fact rollbackRequested(long of) {
        return new Fact.RollbackRequested(
                ROLLOUT, of, "error-rate", new Requester("rollback-service", "too many errors"));
    }

    public static Fact rollbackCompleted(long of) {
        return new Fact.RollbackCompleted(
                ROLLOUT, of, new RollbackTimes(Optional.empty(), Instant.EPOCH, Instant.EPOCH, Instant.EPOCH));
    }
}
