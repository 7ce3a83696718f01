package dev.sluice.demo.story;

import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an event of the journal means, in a line; the story is the one before the event. */
final class Narrator {
    private Narrator() {}

    /** A line and how it is meant. */
    record Line(Screen.Tone tone, String text) {}

    /** {@code " 12.3 s  "}: since the rollout was asked for. */
    static String clock(Story story, Instant time) {
        Duration since = Duration.between(story.requestedAt().orElse(time), time);
        return String.format(Locale.ROOT, "%7s  ", Words.seconds(since.isNegative() ? Duration.ZERO : since));
    }

    static Optional<Line> tell(Story story, Told told) {
        Optional<Line> line =
                switch (told.event()) {
                    case Lifecycle lifecycle -> tell(story, lifecycle);
                    case Fact fact -> tell(fact);
                };
        return line.map(said -> new Line(said.tone(), clock(story, told.time()) + said.text()));
    }

    private static Optional<Line> tell(Story story, Lifecycle event) {
        return switch (event) {
            case Lifecycle.RolloutRequested e -> plain("asked for by " + e.by().who());
            case Lifecycle.RolloutQueued e -> plain("waits for another rollout to end");
            case Lifecycle.RolloutStarted e -> plain("started");
            case Lifecycle.StageStarted e -> Optional.empty();
            case Lifecycle.TrafficSwitched e -> said(Screen.Tone.STRONG, switched(story, e));
            case Lifecycle.StageCompleted e -> Optional.empty();
            case Lifecycle.StageFailed e -> said(Screen.Tone.BAD, "the stage failed: " + e.reason());
            case Lifecycle.RolloutPaused e -> plain("paused by " + e.by().who());
            case Lifecycle.RolloutResumed e -> plain("resumed by " + e.by().who());
            case Lifecycle.GateOpened e -> plain("promoted by " + e.by().who());
            case Lifecycle.PromotedFully e -> plain("promoted fully by " + e.by().who());
            case Lifecycle.RestoreStarted e -> said(Screen.Tone.BAD, "stable is to have everything");
            case Lifecycle.SafetyNetUsed e ->
                said(
                        Screen.Tone.BAD,
                        "the safety net acts: %s, %s"
                                .formatted(e.action().name().toLowerCase(Locale.ROOT), e.detail()));
            case Lifecycle.RestoreDelayed e ->
                said(Screen.Tone.BAD, e.router() + " has not obeyed the restore so far: " + e.reason());
            case Lifecycle.TrafficRestored e ->
                said(Screen.Tone.GOOD, "restored: stable has 100% again, read back on " + routers(e.routers()));
            case Lifecycle.DriftFound e -> said(Screen.Tone.BAD, e.router() + " drifted: " + e.detail());
            case Lifecycle.DriftMended e -> plain(e.router() + " is back at " + e.weight());
            case Lifecycle.StepStarted e -> plain("step %s begins".formatted(e.step()));
            case Lifecycle.StepEnded e ->
                said(
                        e.result() == StepResult.SUCCEEDED ? Screen.Tone.GOOD : Screen.Tone.BAD,
                        "step %s %s: %s".formatted(e.step(), e.result().name().toLowerCase(Locale.ROOT), e.detail()));
            case Lifecycle.ClosingStarted e -> plain("what is not needed any more is shut down");
            case Lifecycle.BakeStarted e -> plain("every stage is complete; watched on");
            case Lifecycle.WorkloadPrepared e -> plain("ready: %s, %s".formatted(e.workload(), e.detail()));
            case Lifecycle.WorkloadRetired e ->
                said(Screen.Tone.GOOD, "shut down: %s, %s".formatted(e.workload(), e.detail()));
            case Lifecycle.RetirementDelayed e ->
                said(Screen.Tone.BAD, e.workload() + " is not shut down so far: " + e.reason());
            case Lifecycle.TargetFrozen e -> plain("frozen by " + e.by().who());
            case Lifecycle.TargetThawed e -> plain("freeze lifted by " + e.by().who());
            case Lifecycle.RolloutCompleted e -> said(Screen.Tone.GOOD, "completed");
            case Lifecycle.RolloutAborted e -> said(Screen.Tone.BAD, "aborted by " + e.by().who());
            case Lifecycle.RolloutRolledBack e -> said(Screen.Tone.GOOD, "rolled back: " + e.reason());
            case Lifecycle.RolloutFailed e -> said(Screen.Tone.BAD, "failed: " + e.reason());
            case Lifecycle.CommandRefused e -> said(Screen.Tone.BAD, "refused: " + e.detail());
        };
    }

    private static Optional<Line> tell(Fact event) {
        return switch (event) {
            case Fact.StageValidated e -> Optional.empty();
            case Fact.ValidationFailed e ->
                said(Screen.Tone.BAD, "not healthy (%d in a row): %s".formatted(e.failures(), unhealthy(e.readings())));
            case Fact.MetricsBreached e -> said(Screen.Tone.BAD, "breach: " + against(e.reading(), "not allowed is"));
            case Fact.HealthRecovered e -> plain("recovered: " + Words.reading(e.reading()));
            case Fact.RollbackRequested e -> said(Screen.Tone.BAD, "rollback requested by " + e.by().who());
            case Fact.SwitchVerified e ->
                said(
                        Screen.Tone.GOOD,
                        "verified: " + e.checks().stream().map(Narrator::check).collect(Collectors.joining(", ")));
            case Fact.ShutdownRequested e ->
                plain("shutting down " + e.workloads().stream().map(Name::text).collect(Collectors.joining(", ")));
            case DataFact e -> tell(e);
            case Fact.ChecksJudged e -> plain("%s judged: %s".formatted(e.step(), e.sentence()));
            case Fact.RollbackCompleted e -> Optional.empty();
            case Fact.RollbackFailed e -> said(Screen.Tone.BAD, "the rollback needs a person: " + e.reason());
        };
    }

    private static Optional<Line> tell(DataFact fact) {
        return switch (fact) {
            case DataFact.BackupTaken e -> plain("backup of %s taken and verified".formatted(e.store()));
            case DataFact.BackupFailed e -> said(Screen.Tone.BAD, "no backup of " + e.store() + ": " + e.reason());
            case DataFact.RestoreProposed e -> plain("restore the data of %s?".formatted(e.store()));
            case DataFact.RestoreDecided e -> plain("decided for %s: %s".formatted(e.store(), e.decision()));
            case DataFact.WritesPaused e -> plain("writes to %s are paused".formatted(e.store()));
            case DataFact.DataRestored e -> said(Screen.Tone.GOOD, "data of " + e.store() + " restored and verified");
            case DataFact.DataRestoreFailed e ->
                said(Screen.Tone.BAD, "data of " + e.store() + " not restored: " + e.reason());
            case DataFact.WritesResumed e -> plain("writes to %s go on".formatted(e.store()));
        };
    }

    private static String unhealthy(List<MetricReading> readings) {
        return readings.stream()
                .filter(reading -> reading.outcome() != MetricReading.Outcome.HELD)
                .map(reading -> against(reading, "healthy is"))
                .collect(Collectors.joining(", "));
    }

    private static String against(MetricReading reading, String meaning) {
        return Words.reading(reading) + ", " + meaning + " " + reading.bound();
    }

    private static String check(Verification check) {
        return check.verified() ? check.what() : check.what() + " is not right (" + check.detail() + ")";
    }

    private static String switched(Story story, Lifecycle.TrafficSwitched event) {
        String name =
                story.plays().isEmpty() ? "" : story.plays().getLast().name().text();
        int stages = story.plan().map(plan -> plan.stages().size()).orElse(0);
        return "stage %d of %d, %s: %s set and read back on %s"
                .formatted(event.stage() + 1, stages, name, event.weight(), routers(event.routers()));
    }

    private static String routers(List<RouterReadback> routers) {
        return routers.stream()
                .map(router -> "%s in %.1f ms".formatted(router.router(), router.tookMicros() / 1000.0))
                .collect(Collectors.joining(", "));
    }

    private static Optional<Line> plain(String text) {
        return said(Screen.Tone.PLAIN, text);
    }

    private static Optional<Line> said(Screen.Tone tone, String text) {
        return Optional.of(new Line(tone, text));
    }

    /** {@code 15s + 22s500ms + ...}. */
    static String timetable(Plan plan) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < plan.stages().size(); i++) {
            text.append(i == 0 ? "" : " + ")
                    .append(Words.seconds(plan.durationOf(i).duration()));
        }
        return text + " = " + Words.seconds(plan.plannedLength().duration());
    }
}
