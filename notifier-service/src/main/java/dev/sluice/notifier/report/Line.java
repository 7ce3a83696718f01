package dev.sluice.notifier.report;

import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.notifier.text.Words;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One event in a line: its wire name without version, and what it says in short. */
final class Line {
    private Line() {}

    static String of(Recorded recorded, Words words) {
        String name =
                recorded.meta().type().replaceFirst("^dev\\.sluice\\.", "").replaceFirst("\\.v\\d+$", "");
        String detail = detail(recorded.event());
        return detail.isEmpty() ? name : words.get("event.by", Map.of("event", name, "detail", detail));
    }

    private static String detail(JournalEvent event) {
        return switch (event) {
            case Lifecycle e -> detail(e);
            case Fact e -> detail(e);
        };
    }

    private static String detail(Lifecycle event) {
        return switch (event) {
            case Lifecycle.RolloutRequested e -> said(e.by());
            case Lifecycle.RolloutQueued e -> said(e.by());
            case Lifecycle.RolloutStarted e -> "";
            case Lifecycle.StageStarted e -> e.name() + ", " + e.weight();
            case Lifecycle.TrafficSwitched e -> e.weight().toString();
            case Lifecycle.StageCompleted e -> Integer.toString(e.stage() + 1);
            case Lifecycle.StageFailed e -> e.reason();
            case Lifecycle.RolloutPaused e -> said(e.by());
            case Lifecycle.RolloutResumed e -> said(e.by());
            case Lifecycle.GateOpened e -> said(e.by());
            case Lifecycle.PromotedFully e -> said(e.by());
            case Lifecycle.RestoreStarted e -> said(e.by());
            case Lifecycle.SafetyNetUsed e -> e.action() + ", " + e.detail();
            case Lifecycle.RestoreDelayed e -> e.router() + ", " + e.reason();
            case Lifecycle.TrafficRestored e -> "";
            case Lifecycle.DriftFound e -> e.router() + ", " + e.detail();
            case Lifecycle.DriftMended e -> e.router() + ", " + e.weight();
            case Lifecycle.StepStarted e -> e.step() + ", " + e.attempt();
            case Lifecycle.StepEnded e -> e.step() + ", " + e.detail();
            case Lifecycle.ClosingStarted e -> e.by().map(Line::said).orElse("");
            case Lifecycle.BakeStarted e -> "";
            case Lifecycle.WorkloadPrepared e -> e.workload() + ", " + e.detail();
            case Lifecycle.WorkloadRetired e -> e.workload() + ", " + e.detail();
            case Lifecycle.RetirementDelayed e -> e.workload() + ", " + e.reason();
            case Lifecycle.TargetFrozen e -> said(e.by());
            case Lifecycle.TargetThawed e -> said(e.by());
            case Lifecycle.RolloutCompleted e -> e.by().map(Line::said).orElse("");
            case Lifecycle.RolloutAborted e -> said(e.by());
            case Lifecycle.RolloutRolledBack e -> e.reason();
            case Lifecycle.RolloutFailed e -> e.reason();
            case Lifecycle.CommandRefused e -> e.detail();
        };
    }

    private static String detail(Fact fact) {
        return switch (fact) {
            case Fact.StageValidated e -> sentences(e.readings());
            case Fact.ValidationFailed e -> sentences(e.readings());
            case Fact.MetricsBreached e -> e.trigger() + ", " + e.reading().sentence();
            case Fact.HealthRecovered e -> e.trigger() + ", " + e.reading().sentence();
            case Fact.ChecksJudged e -> e.step() + ", " + e.sentence();
            case Fact.RollbackRequested e -> e.trigger() + ", " + said(e.by());
            case Fact.SwitchVerified e -> "";
            case Fact.ShutdownRequested e -> names(e.workloads());
            case DataFact e -> e.store() + detail(e);
            case Fact.RollbackCompleted e -> "";
            case Fact.RollbackFailed e -> e.reason();
        };
    }

    private static String detail(DataFact fact) {
        return switch (fact) {
            case DataFact.BackupTaken e -> ", " + e.backup();
            case DataFact.BackupFailed e -> ", " + e.reason();
            case DataFact.RestoreProposed e -> ", " + e.discards();
            case DataFact.RestoreDecided e -> ", " + e.decision() + ", " + said(e.by());
            case DataFact.WritesPaused e -> "";
            case DataFact.DataRestored e -> ", " + e.backup();
            case DataFact.DataRestoreFailed e -> ", " + e.reason();
            case DataFact.WritesResumed e -> "";
        };
    }

    private static String names(List<Name> names) {
        return names.stream().map(Name::text).collect(Collectors.joining(", "));
    }

    private static String said(Requester by) {
        return by.reason().isEmpty() ? by.who() : by.who() + ": " + by.reason();
    }

    private static String sentences(List<MetricReading> readings) {
        return readings.stream().map(MetricReading::sentence).collect(Collectors.joining("; "));
    }
}
