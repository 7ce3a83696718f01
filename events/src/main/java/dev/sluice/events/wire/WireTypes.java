package dev.sluice.events.wire;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.command.Command;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.measure.PushedSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of everything that travels: wire names stand here and nowhere else, and are never class names. */
public final class WireTypes {
    private static final String TRAFFIC = "traffic-service";
    private static final String HEALTH = "health-service";
    private static final String ROLLBACK = "rollback-service";
    private static final String NOTIFIER = "notifier-service";
    private static final String ANYONE = "anyone";

    /** In the order of the catalogue. */
    public static final List<WireType> ALL = table();

    private static final Map<String, WireType> BY_NAME =
            ALL.stream().collect(Collectors.toMap(WireType::name, Function.identity()));
    private static final Map<Class<?>, WireType> BY_RECORD =
            ALL.stream().collect(Collectors.toMap(WireType::record, Function.identity()));

    private WireTypes() {}

    public static Optional<WireType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The row of a message; every record that is sent has one, which the tests make sure of. */
    public static WireType of(Object message) {
        WireType type = BY_RECORD.get(message.getClass());
        if (type == null) {
            throw new IllegalArgumentException(message.getClass() + " has no wire name");
        }
        return type;
    }

    private static List<WireType> table() {
        List<WireType> rows = new ArrayList<>();
        commands(rows);
        lifecycle(rows);
        facts(rows);
        rows.add(new WireType(
                "dev.sluice.stage.evaluated.v1", Topics.MEASUREMENTS, HEALTH, Measurement.StageEvaluated.class));
        rows.add(new WireType("dev.sluice.health.pulse.v1", Topics.MEASUREMENTS, HEALTH, Measurement.Pulse.class));
        rows.add(new WireType("dev.sluice.metric.sample.v1", Topics.METRICS, ANYONE, PushedSample.class));
        rows.add(new WireType("dev.sluice.alert.v1", Topics.ALERTS, NOTIFIER, Alert.class));
        rows.add(new WireType("dev.sluice.target.snapshot.v1", Topics.TARGETS, TRAFFIC, TargetSnapshot.class));
        return List.copyOf(rows);
    }

    private static void commands(List<WireType> rows) {
        command(rows, "start", Command.Start.class);
        command(rows, "pause", Command.Pause.class);
        command(rows, "resume", Command.Resume.class);
        command(rows, "promote", Command.Promote.class);
        command(rows, "abort", Command.Abort.class);
        command(rows, "rollback", Command.RollBack.class);
        command(rows, "freeze", Command.Freeze.class);
        command(rows, "thaw", Command.Thaw.class);
        command(rows, "decide-restore", Command.DecideRestore.class);
    }

    private static void lifecycle(List<WireType> rows) {
        traffic(rows, "rollout.requested", Lifecycle.RolloutRequested.class);
        traffic(rows, "rollout.queued", Lifecycle.RolloutQueued.class);
        traffic(rows, "rollout.started", Lifecycle.RolloutStarted.class);
        traffic(rows, "stage.started", Lifecycle.StageStarted.class);
        traffic(rows, "traffic.switched", Lifecycle.TrafficSwitched.class);
        traffic(rows, "stage.completed", Lifecycle.StageCompleted.class);
        traffic(rows, "stage.failed", Lifecycle.StageFailed.class);
        traffic(rows, "rollout.paused", Lifecycle.RolloutPaused.class);
        traffic(rows, "rollout.resumed", Lifecycle.RolloutResumed.class);
        traffic(rows, "gate.opened", Lifecycle.GateOpened.class);
        traffic(rows, "rollout.promoted-fully", Lifecycle.PromotedFully.class);
        traffic(rows, "restore.started", Lifecycle.RestoreStarted.class);
        traffic(rows, "safety-net.used", Lifecycle.SafetyNetUsed.class);
        traffic(rows, "restore.delayed", Lifecycle.RestoreDelayed.class);
        traffic(rows, "traffic.restored", Lifecycle.TrafficRestored.class);
        traffic(rows, "drift.found", Lifecycle.DriftFound.class);
        traffic(rows, "drift.mended", Lifecycle.DriftMended.class);
        traffic(rows, "step.started", Lifecycle.StepStarted.class);
        traffic(rows, "step.ended", Lifecycle.StepEnded.class);
        traffic(rows, "bake.started", Lifecycle.BakeStarted.class);
        traffic(rows, "closing.started", Lifecycle.ClosingStarted.class);
        traffic(rows, "workload.prepared", Lifecycle.WorkloadPrepared.class);
        traffic(rows, "workload.retired", Lifecycle.WorkloadRetired.class);
        traffic(rows, "retirement.delayed", Lifecycle.RetirementDelayed.class);
        traffic(rows, "target.frozen", Lifecycle.TargetFrozen.class);
        traffic(rows, "target.thawed", Lifecycle.TargetThawed.class);
        traffic(rows, "rollout.completed", Lifecycle.RolloutCompleted.class);
        traffic(rows, "rollout.aborted", Lifecycle.RolloutAborted.class);
        traffic(rows, "rollout.rolled-back", Lifecycle.RolloutRolledBack.class);
        traffic(rows, "rollout.failed", Lifecycle.RolloutFailed.class);
        traffic(rows, "command.refused", Lifecycle.CommandRefused.class);
    }

    private static void facts(List<WireType> rows) {
        fact(rows, HEALTH, "stage.validated", Fact.StageValidated.class);
        fact(rows, HEALTH, "validation.failed", Fact.ValidationFailed.class);
        fact(rows, HEALTH, "metrics.breached", Fact.MetricsBreached.class);
        fact(rows, HEALTH, "health.recovered", Fact.HealthRecovered.class);
        fact(rows, HEALTH, "checks.judged", Fact.ChecksJudged.class);
        fact(rows, ROLLBACK, "rollback.requested", Fact.RollbackRequested.class);
        fact(rows, ROLLBACK, "switch.verified", Fact.SwitchVerified.class);
        fact(rows, ROLLBACK, "shutdown.requested", Fact.ShutdownRequested.class);
        fact(rows, ROLLBACK, "backup.taken", DataFact.BackupTaken.class);
        fact(rows, ROLLBACK, "backup.failed", DataFact.BackupFailed.class);
        fact(rows, ROLLBACK, "restore.proposed", DataFact.RestoreProposed.class);
        fact(rows, ROLLBACK, "restore.decided", DataFact.RestoreDecided.class);
        fact(rows, ROLLBACK, "writes.paused", DataFact.WritesPaused.class);
        fact(rows, ROLLBACK, "data.restored", DataFact.DataRestored.class);
        fact(rows, ROLLBACK, "data.restore-failed", DataFact.DataRestoreFailed.class);
        fact(rows, ROLLBACK, "writes.resumed", DataFact.WritesResumed.class);
        fact(rows, ROLLBACK, "rollback.completed", Fact.RollbackCompleted.class);
        fact(rows, ROLLBACK, "rollback.failed", Fact.RollbackFailed.class);
    }

    private static void command(List<WireType> rows, String name, Class<?> record) {
        rows.add(new WireType("dev.sluice.command." + name + ".v1", Topics.COMMANDS, ANYONE, record));
    }

    private static void traffic(List<WireType> rows, String name, Class<?> record) {
        fact(rows, TRAFFIC, name, record);
    }

    private static void fact(List<WireType> rows, String writer, String name, Class<?> record) {
        rows.add(new WireType("dev.sluice." + name + ".v1", Topics.ROLLOUTS, writer, record));
    }
}
