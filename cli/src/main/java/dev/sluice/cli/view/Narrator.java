package dev.sluice.cli.view;

import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import java.util.List;
import java.util.stream.Collectors;

/** Tells each event of the journal in one sentence. Stages are counted from 1, as people do. */
public final class Narrator {
    private Narrator() {}

    /** An event that this version doesn't know is told by its type. */
    public static Sentence tell(StreamedEvent streamed) {
        return streamed.journal().map(Narrator::tell).orElseGet(() -> Sentence.plain(streamed.type()));
    }

    private static Sentence tell(JournalEvent event) {
        return switch (event) {
            case Lifecycle lifecycle -> tell(lifecycle);
            case Fact fact -> tell(fact);
        };
    }

    private static Sentence tell(Lifecycle event) {
        return switch (event) {
            case Lifecycle.RolloutRequested e ->
                Sentence.plain("requested by " + Words.by(e.by()) + "; " + plan(e.plan()));
            case Lifecycle.RolloutQueued e -> Sentence.plain("queued behind the open rollout; " + plan(e.plan()));
            case Lifecycle.RolloutStarted e -> Sentence.plain("started");
            case Lifecycle.StageStarted e ->
                Sentence.plain("stage " + (e.stage() + 1) + " (" + e.name() + "): setting " + e.weight());
            case Lifecycle.TrafficSwitched e ->
                Sentence.good("the new version has " + e.weight() + ", read back in " + Words.micros(e.tookMicros())
                        + routers(e.routers()));
            case Lifecycle.StageCompleted e -> Sentence.good("stage " + (e.stage() + 1) + " completed");
            case Lifecycle.StageFailed e ->
                Sentence.bad("stage " + (e.stage() + 1) + " failed (" + Words.of(e.cause()) + "): " + e.reason());
            case Lifecycle.RolloutPaused e -> Sentence.warning("paused by " + Words.by(e.by()));
            case Lifecycle.RolloutResumed e -> Sentence.plain("resumed by " + Words.by(e.by()));
            case Lifecycle.GateOpened e ->
                Sentence.plain("stage " + (e.stage() + 1) + " promoted by " + Words.by(e.by()));
            case Lifecycle.PromotedFully e -> Sentence.plain("promoted to the last stage by " + Words.by(e.by()));
            case Lifecycle.RestoreStarted e ->
                Sentence.warning(Words.of(e.cause()) + " by " + Words.by(e.by()) + "; stable is given everything");
            case Lifecycle.SafetyNetUsed e -> safetyNet(e);
            case Lifecycle.RestoreDelayed e ->
                Sentence.bad("router " + e.router() + " has not given stable everything yet: " + e.reason());
            case Lifecycle.TrafficRestored e ->
                Sentence.good("stable has everything again, read back in " + Words.micros(e.tookMicros())
                        + routers(e.routers()));
            case Lifecycle.DriftFound e ->
                Sentence.warning("router " + e.router() + " should have " + e.wanted() + " and has "
                        + e.found().map(Object::toString).orElse("something else") + ": " + e.detail());
            case Lifecycle.DriftMended e -> Sentence.plain("router " + e.router() + " has " + e.weight() + " again");
            case Lifecycle.StepStarted e ->
                Sentence.plain("step " + e.step() + " begins" + (e.attempt() == 1 ? "" : ", attempt " + e.attempt()));
            case Lifecycle.StepEnded e -> ended(e);
            case Lifecycle.ClosingStarted e ->
                Sentence.good("what is not needed any more is shut down; it can't be rolled back from here on"
                        + e.by().map(by -> "; ended by " + Words.by(by)).orElse(""));
            case Lifecycle.BakeStarted e ->
                Sentence.good("every stage is complete; the new version is watched on and can be rolled back");
            case Lifecycle.WorkloadPrepared e ->
                Sentence.plain(e.workload() + " is ready after " + Words.micros(e.tookMicros()) + ": " + e.detail());
            case Lifecycle.WorkloadRetired e ->
                Sentence.good("shut down " + e.workload() + " in " + Words.micros(e.tookMicros()) + ": " + e.detail());
            case Lifecycle.RetirementDelayed e ->
                Sentence.warning(e.workload() + " is not shut down so far: " + e.reason());
            case Lifecycle.TargetFrozen e -> Sentence.warning("frozen by " + Words.by(e.by()) + ": nothing moves up");
            case Lifecycle.TargetThawed e -> Sentence.plain("freeze lifted by " + Words.by(e.by()));
            case Lifecycle.RolloutCompleted e ->
                Sentence.good("completed: the new version has everything"
                        + e.by().map(by -> "; ended by " + Words.by(by)).orElse(""));
            case Lifecycle.RolloutAborted e -> Sentence.warning("aborted by " + Words.by(e.by()));
            case Lifecycle.RolloutRolledBack e -> Sentence.bad("rolled back: " + e.reason());
            case Lifecycle.RolloutFailed e -> Sentence.bad("failed, a person is needed: " + e.reason());
            case Lifecycle.CommandRefused e ->
                Sentence.warning(
                        "refused (" + Words.of(e.code()) + "): " + e.detail() + "; asked by " + Words.by(e.by()));
        };
    }

    private static Sentence ended(Lifecycle.StepEnded e) {
        return switch (e.result()) {
            case SUCCEEDED -> Sentence.good("step " + e.step() + " is done: " + e.detail());
            case FAILED -> Sentence.bad("step " + e.step() + " failed: " + e.detail());
        };
    }

    private static Sentence tell(Fact event) {
        return switch (event) {
            case Fact.StageValidated e ->
                Sentence.good("stage " + (e.stage() + 1) + " is healthy: " + readings(e.readings()));
            case Fact.ValidationFailed e ->
                Sentence.warning("stage " + (e.stage() + 1) + " is not healthy, " + e.failures() + " in a row ("
                        + Words.of(e.reaction()) + "): " + failing(e.readings()));
            case Fact.MetricsBreached e ->
                Sentence.bad("breach of " + e.trigger() + " (" + Words.of(e.reaction()) + "): "
                        + e.reading().sentence());
            case Fact.HealthRecovered e ->
                Sentence.good(e.trigger() + " recovered: " + e.reading().sentence());
            case Fact.ChecksJudged e ->
                e.result() == StepResult.SUCCEEDED
                        ? Sentence.good("the checks of step " + e.step() + " hold: " + e.sentence())
                        : Sentence.bad("the checks of step " + e.step() + " do not hold: " + e.sentence());
            case Fact.RollbackRequested e ->
                Sentence.warning("rollback requested for " + e.trigger() + " by " + Words.by(e.by()));
            case Fact.SwitchVerified e -> Sentence.good("verified that stable serves: " + verified(e.checks()));
            case Fact.ShutdownRequested e -> Sentence.plain("shutting down " + names(e.workloads()));
            case DataFact e -> tell(e);
            case Fact.RollbackCompleted e -> Sentence.good("rollback procedure completed");
            case Fact.RollbackFailed e -> Sentence.bad("rollback procedure failed: " + e.reason());
        };
    }

    private static Sentence tell(DataFact fact) {
        return switch (fact) {
            case DataFact.BackupTaken e ->
                Sentence.good("backup of " + e.store() + " taken and verified: " + e.backup());
            case DataFact.BackupFailed e -> Sentence.bad("no backup of " + e.store() + ": " + e.reason());
            case DataFact.RestoreProposed e ->
                Sentence.warning("restore the data of " + e.store() + "? It would discard " + e.discards()
                        + "; answer with: sluice restore " + e.rollout() + " --store " + e.store()
                        + " --confirm (or --skip) --reason R");
            case DataFact.RestoreDecided e ->
                Sentence.plain(
                        "data of " + e.store() + ": " + Words.of(e.decision()) + ", decided by " + Words.by(e.by()));
            case DataFact.WritesPaused e -> Sentence.warning("writes to " + e.store() + " are paused");
            case DataFact.DataRestored e ->
                Sentence.good("data of " + e.store() + " restored from " + e.backup() + " and verified: "
                        + verified(e.checks()));
            case DataFact.DataRestoreFailed e ->
                Sentence.bad("data of " + e.store() + " not restored: " + e.reason()
                        + (e.writesPaused() ? "; writes stay paused" : ""));
            case DataFact.WritesResumed e -> Sentence.good("writes to " + e.store() + " go on");
        };
    }

    private static String names(List<Name> names) {
        return names.stream().map(Name::text).collect(Collectors.joining(", "));
    }

    private static Sentence safetyNet(Lifecycle.SafetyNetUsed e) {
        String text = "safety net: " + Words.of(e.action()) + " (" + Words.of(e.reason()) + "): " + e.detail();
        return e.action() == NetAction.RELEASE ? Sentence.plain(text) : Sentence.bad(text);
    }

    private static String plan(Plan plan) {
        return plan.target() + " to " + plan.version() + " in " + plan.stages().size() + " stages, "
                + plan.plannedLength() + " planned";
    }

    private static String routers(List<RouterReadback> routers) {
        return routers.stream()
                .map(router -> router.router() + " " + router.set()
                        + router.measured().map(share -> " measured " + share).orElse(""))
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String readings(List<MetricReading> readings) {
        return readings.stream().map(MetricReading::sentence).collect(Collectors.joining(", "));
    }

    private static String failing(List<MetricReading> readings) {
        return readings(readings.stream()
                .filter(reading -> reading.outcome() != MetricReading.Outcome.HELD)
                .toList());
    }

    private static String verified(List<Verification> checks) {
        return checks.stream().map(Verification::what).collect(Collectors.joining(", "));
    }
}
