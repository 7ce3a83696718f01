package dev.sluice.events;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.TargetSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** One message of every type that travels, always the same. */
public final class Samples {
    public static final Target TARGET = Target.parse("demo/checkout");
    public static final StartKey KEY = new StartKey("pipeline-4711");
    public static final RolloutId ROLLOUT = RolloutId.of(TARGET, KEY);
    public static final Requester ANN = new Requester("ann@example.com", "release 5.1");
    public static final Instant AT = Instant.parse("2026-03-01T12:00:00.250Z");
    public static final EventId COMMAND = new EventId("c-1");
    private static final Name EDGE = new Name("edge");
    private static final Name ORDERS = new Name("orders");
    private static final Name ERROR_RATE = new Name("error-rate");

    private Samples() {}

    public static MetricReading reading() {
        return new MetricReading(
                ERROR_RATE,
                "http_requests_total{status=~\"5..\"} / http_requests_total over 30s",
                OptionalDouble.of(0.025),
                "ratio",
                "> 0.5%",
                MetricReading.Outcome.HELD,
                Optional.empty(),
                Optional.of(AT.minusMillis(40)));
    }

    public static List<Object> all() {
        return Stream.of(commands(), wayUp(), wayBack(), facts(), data(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Object> commands() {
        return List.of(
                new Command.Start(KEY, plan(), ANN),
                new Command.Pause(ROLLOUT, ANN),
                new Command.Resume(ROLLOUT, ANN),
                new Command.Promote(ROLLOUT, true, ANN),
                new Command.Abort(ROLLOUT, ANN),
                new Command.RollBack(ROLLOUT, ANN),
                new Command.Freeze(ANN),
                new Command.Thaw(ANN),
                new Command.DecideRestore(ROLLOUT, ORDERS, RestoreDecision.RESTORE, ANN));
    }

    private static List<Object> wayUp() {
        return List.of(
                new Lifecycle.RolloutRequested(ROLLOUT, KEY, ANN, plan()),
                new Lifecycle.RolloutQueued(ROLLOUT, KEY, ANN, plan()),
                new Lifecycle.RolloutStarted(ROLLOUT),
                new Lifecycle.StageStarted(ROLLOUT, 1, new Name("canary-expand"), Weight.percent(20)),
                new Lifecycle.TrafficSwitched(ROLLOUT, 1, Weight.percent(20), List.of(readback(20)), 1_850),
                new Lifecycle.StageCompleted(ROLLOUT, 1),
                new Lifecycle.StageFailed(ROLLOUT, 1, StageFailure.VALIDATION_FAILED, "3 validations failed in a row"),
                new Lifecycle.RolloutPaused(ROLLOUT, ANN, Optional.of(COMMAND)),
                new Lifecycle.RolloutResumed(ROLLOUT, ANN, COMMAND),
                new Lifecycle.GateOpened(ROLLOUT, 1, ANN, COMMAND),
                new Lifecycle.PromotedFully(ROLLOUT, 1, ANN, COMMAND));
    }

    private static List<Object> wayBack() {
        return List.of(
                new Lifecycle.RestoreStarted(ROLLOUT, RestoreCause.ABORT, ANN, COMMAND),
                new Lifecycle.SafetyNetUsed(
                        ROLLOUT, NetAction.RESTORE, NetReason.VERDICTS_STALE, "no fresh verdict for 22 s"),
                new Lifecycle.RestoreDelayed(ROLLOUT, EDGE, "connection refused"),
                new Lifecycle.TrafficRestored(ROLLOUT, List.of(readback(0)), 2_100),
                new Lifecycle.DriftFound(
                        ROLLOUT, EDGE, Weight.percent(20), Optional.of(Weight.percent(35)), "set by somebody else"),
                new Lifecycle.DriftMended(ROLLOUT, EDGE, Weight.percent(20)),
                new Lifecycle.StepStarted(ROLLOUT, new Name("migrate"), 1),
                new Lifecycle.StepEnded(
                        ROLLOUT, new Name("migrate"), 1, StepResult.SUCCEEDED, "Job shop/x is complete"),
                new Lifecycle.BakeStarted(ROLLOUT),
                new Lifecycle.ClosingStarted(ROLLOUT),
                new Lifecycle.WorkloadPrepared(
                        ROLLOUT,
                        new Name("canary"),
                        "Deployment shop/checkout-canary has 2 instances, all ready",
                        8_400_000),
                new Lifecycle.WorkloadRetired(
                        ROLLOUT, new Name("canary"), "0 of 0 replicas, no pod is left", 2_300_000),
                new Lifecycle.RetirementDelayed(ROLLOUT, new Name("canary"), "2 pods are left"),
                new Lifecycle.TargetFrozen(ANN, COMMAND),
                new Lifecycle.TargetThawed(ANN, COMMAND),
                new Lifecycle.RolloutCompleted(ROLLOUT),
                new Lifecycle.RolloutAborted(ROLLOUT, ANN),
                new Lifecycle.RolloutRolledBack(ROLLOUT, "error-rate = 2.5% (bound > 0.5%)"),
                new Lifecycle.RolloutFailed(ROLLOUT, "router edge could not be verified"),
                new Lifecycle.CommandRefused(
                        Optional.of(ROLLOUT),
                        COMMAND,
                        "dev.sluice.command.pause.v1",
                        RefusalCode.NOT_NOW,
                        "it is being restored",
                        ANN));
    }

    private static List<Object> facts() {
        return List.of(
                new Fact.StageValidated(ROLLOUT, 4, 1, 7, List.of(reading())),
                new Fact.ValidationFailed(ROLLOUT, 4, 1, 7, 2, Reaction.ALERT, List.of(reading())),
                new Fact.MetricsBreached(ROLLOUT, 4, 1, ERROR_RATE, 7, Reaction.ROLLBACK, AT, reading()),
                new Fact.HealthRecovered(ROLLOUT, 4, ERROR_RATE, 7, reading()),
                new Fact.ChecksJudged(ROLLOUT, 5, new Name("preflight"), StepResult.FAILED, List.of(reading())),
                new Fact.RollbackRequested(ROLLOUT, 4, "error-rate", ANN),
                new Fact.SwitchVerified(ROLLOUT, 4, List.of(verification())),
                new Fact.ShutdownRequested(ROLLOUT, 4, List.of(new Name("canary"), new Name("green"))),
                new Fact.RollbackCompleted(
                        ROLLOUT,
                        4,
                        new RollbackTimes(Optional.of(AT), AT.plusMillis(3), AT.plusMillis(9), AT.plusMillis(30))),
                new Fact.RollbackFailed(ROLLOUT, 4, "edge still sends to the candidate", List.of(verification())));
    }

    private static List<Object> data() {
        return List.of(
                new DataFact.BackupTaken(
                        ROLLOUT,
                        1,
                        ORDERS,
                        "orders-20260301T120000Z",
                        73_400_320,
                        List.of(new Content("table public.orders", 120_345, "5f2c9a")),
                        AT,
                        AT.plusSeconds(604_800),
                        8_200),
                new DataFact.BackupFailed(ROLLOUT, 1, ORDERS, "connection refused"),
                new DataFact.RestoreProposed(
                        ROLLOUT, 9, ORDERS, "orders-20260301T120000Z", "everything written since 12:00:00"),
                new DataFact.RestoreDecided(ROLLOUT, 9, ORDERS, RestoreDecision.RESTORE, ANN),
                new DataFact.WritesPaused(ROLLOUT, 9, ORDERS, List.of("sql: orders is read-only")),
                new DataFact.DataRestored(
                        ROLLOUT, 9, ORDERS, "orders-20260301T120000Z", List.of(verification()), 12_500),
                new DataFact.DataRestoreFailed(ROLLOUT, 9, ORDERS, "table public.orders: 2 rows are missing", true),
                new DataFact.WritesResumed(ROLLOUT, 9, ORDERS));
    }

    private static List<Object> others() {
        return List.of(
                new Measurement.StageEvaluated(
                        ROLLOUT,
                        1,
                        Measurement.StageEvaluated.Kind.TRIGGERS,
                        Measurement.Verdict.UNHEALTHY,
                        AT,
                        List.of(reading())),
                new Measurement.Pulse(3, List.of(beat())),
                new PushedSample(ERROR_RATE, "5.1", Quantity.parse("2.5%"), AT),
                new Alert(
                        "demo/checkout/" + ROLLOUT + "/error-rate",
                        Alert.Action.FIRE,
                        Alert.Severity.CRITICAL,
                        TARGET,
                        Optional.of(ROLLOUT),
                        new EventId("e-9"),
                        "dev.sluice.metrics.breached.v1",
                        "demo/checkout 5.1: error-rate too high",
                        "error-rate = 2.5% (bound > 0.5%). All traffic goes back to 5.0.",
                        AT,
                        Map.of("stage", "canary-expand", "metric", "error-rate")),
                new TargetSnapshot(
                        TARGET,
                        41,
                        17,
                        Optional.of(new EventId("v17-abcdefghijklmnop")),
                        42,
                        List.of(new TargetSnapshot.Start(KEY, ROLLOUT, "abcdefghijklmnopqrst", AT)),
                        List.of(new TargetSnapshot.Past(ROLLOUT, "5.1", "completed", AT, AT.plusSeconds(7200), 12, 41)),
                        Optional.empty()));
    }

    /** As it travels since the beginning; what a plan has by default may change. */
    public static Plan plan() {
        return Plans.read(Plans.SMALLEST + """
                metrics:
                  - name: error-rate
                    source: candidate
                    unit: ratio
                    read: {kind: ratio, of: 'http_requests_total{status=~"5.."}', to: http_requests_total}
                  - name: latency-p95
                    source: candidate
                    unit: s
                    read: {kind: quantile, of: http_request_duration_seconds, quantile: 0.95}
                """);
    }

    private static RouterReadback readback(int percent) {
        return new RouterReadback(EDGE, Weight.percent(percent), Optional.of(Weight.parse("19.87%")), 640);
    }

    private static Verification verification() {
        return new Verification("edge", true, "0% set, read back");
    }

    private static Measurement.Beat beat() {
        return new Measurement.Beat(
                ROLLOUT,
                4,
                Measurement.Verdict.UNHEALTHY,
                120,
                1_000,
                Optional.of(new Measurement.Breach(ERROR_RATE, Reaction.ROLLBACK, 35)),
                Optional.of("latency-p95 = no data (bound > 1s): answered 401"));
    }
}
