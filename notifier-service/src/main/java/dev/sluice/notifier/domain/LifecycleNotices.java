package dev.sluice.notifier.domain;

import dev.sluice.events.alert.Alert.Action;
import dev.sluice.events.alert.Alert.Severity;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Lifecycle.BakeStarted;
import dev.sluice.events.journal.Lifecycle.ClosingStarted;
import dev.sluice.events.journal.Lifecycle.CommandRefused;
import dev.sluice.events.journal.Lifecycle.DriftFound;
import dev.sluice.events.journal.Lifecycle.DriftMended;
import dev.sluice.events.journal.Lifecycle.GateOpened;
import dev.sluice.events.journal.Lifecycle.PromotedFully;
import dev.sluice.events.journal.Lifecycle.RestoreDelayed;
import dev.sluice.events.journal.Lifecycle.RestoreStarted;
import dev.sluice.events.journal.Lifecycle.RetirementDelayed;
import dev.sluice.events.journal.Lifecycle.RolloutAborted;
import dev.sluice.events.journal.Lifecycle.RolloutCompleted;
import dev.sluice.events.journal.Lifecycle.RolloutFailed;
import dev.sluice.events.journal.Lifecycle.RolloutPaused;
import dev.sluice.events.journal.Lifecycle.RolloutQueued;
import dev.sluice.events.journal.Lifecycle.RolloutRequested;
import dev.sluice.events.journal.Lifecycle.RolloutResumed;
import dev.sluice.events.journal.Lifecycle.RolloutRolledBack;
import dev.sluice.events.journal.Lifecycle.RolloutStarted;
import dev.sluice.events.journal.Lifecycle.SafetyNetUsed;
import dev.sluice.events.journal.Lifecycle.StageCompleted;
import dev.sluice.events.journal.Lifecycle.StageFailed;
import dev.sluice.events.journal.Lifecycle.StageStarted;
import dev.sluice.events.journal.Lifecycle.StepEnded;
import dev.sluice.events.journal.Lifecycle.StepStarted;
import dev.sluice.events.journal.Lifecycle.TargetFrozen;
import dev.sluice.events.journal.Lifecycle.TargetThawed;
import dev.sluice.events.journal.Lifecycle.TrafficRestored;
import dev.sluice.events.journal.Lifecycle.TrafficSwitched;
import dev.sluice.events.journal.Lifecycle.WorkloadPrepared;
import dev.sluice.events.journal.Lifecycle.WorkloadRetired;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each lifecycle event says to people. */
final class LifecycleNotices {
    private LifecycleNotices() {}

    static List<Notice> of(Moment m, Lifecycle event) {
        return switch (event) {
            case RolloutRequested e ->
                m.is().isPresent() ? List.of(m.inform(Kind.REQUESTED, Severity.INFO, Notices.by(e.by()))) : List.of();
            case RolloutQueued e -> List.of(m.inform(Kind.QUEUED, Severity.INFO, queued(e)));
            case CommandRefused e -> List.of(refused(m, e));
            case RolloutStarted e -> onTheWayUp(m, Kind.START, Map.of());
            case StageStarted e -> List.of();
            case TrafficSwitched e -> List.of();
            case StageCompleted e -> onTheWayUp(m, Kind.STAGE_COMPLETE, stage(e.stage()));
            case StageFailed e -> m.goingUp() ? failed(m, e) : List.of();
            case RolloutPaused e -> onTheWayUp(m, Kind.PAUSED, Notices.by(e.by()));
            case RolloutResumed e -> resumed(m, e);
            case GateOpened e -> onTheWayUp(m, Kind.PROMOTED, Notices.by(e.by()));
            case PromotedFully e -> onTheWayUp(m, Kind.PROMOTED_FULLY, Notices.by(e.by()));
            case RestoreStarted e -> restoreAsked(m, e);
            case SafetyNetUsed e -> m.was().isPresent() ? net(m, e) : List.of();
            case RestoreDelayed e ->
                m.was().isPresent()
                        ? m.fire(
                                Kind.RESTORE_DELAYED,
                                Severity.CRITICAL,
                                m.key("restore-delayed/" + e.router()),
                                Map.of("router", e.router().text(), "reason", e.reason()))
                        : List.of();
            case TrafficRestored e -> m.was().isPresent() ? restored(m) : List.of();
            case DriftFound e -> m.was().isPresent() ? drift(m, e) : List.of();
            case DriftMended e ->
                m.resolve(
                        Kind.DRIFT_MENDED,
                        m.key("drift/" + e.router()),
                        Map.of("router", e.router().text(), "wanted", e.weight().toString()));
            case StepStarted e -> m.close(m.key("step-failed/" + e.step()));
            case StepEnded e -> ended(m, e);
            case ClosingStarted e ->
                onTheWayUp(m, Kind.CLOSING, e.by().map(Notices::by).orElse(Map.of()));
            case BakeStarted e -> onTheWayUp(m, Kind.BAKING, bake(m));
            case WorkloadPrepared e -> List.of();
            case WorkloadRetired e -> m.close(m.key("retirement-delayed/" + e.workload()));
            case RetirementDelayed e ->
                m.was().isPresent()
                        ? m.fire(
                                Kind.RETIREMENT_DELAYED,
                                Severity.WARNING,
                                m.key("retirement-delayed/" + e.workload()),
                                Map.of("workload", e.workload().text(), "reason", e.reason()))
                        : List.of();
            case TargetFrozen e ->
                List.of(m.notice(Kind.FROZEN, Action.FIRE, Severity.WARNING, frozen(m), Notices.by(e.by())));
            case TargetThawed e ->
                List.of(m.notice(Kind.THAWED, Action.RESOLVE, Severity.INFO, frozen(m), Notices.by(e.by())));
            case RolloutCompleted e -> m.wentWell() ? ended(m, Kind.COMPLETE, Severity.INFO, Map.of()) : List.of();
            case RolloutAborted e -> over(m, Kind.ABORTED, Severity.INFO, Notices.by(e.by()));
            case RolloutRolledBack e -> over(m, Kind.ROLLED_BACK, Severity.WARNING, Map.of("reason", e.reason()));
            case RolloutFailed e -> m.was().isPresent() ? needsPerson(m, e) : List.of();
        };
    }

    private static List<Notice> onTheWayUp(Moment m, Kind kind, Map<String, String> facts) {
        return m.goingUp() ? List.of(m.inform(kind, Severity.INFO, facts)) : List.of();
    }

    /** A freeze outlives rollouts, and so does its incident: it is opened and closed by what the events say alone. */
    private static String frozen(Moment m) {
        return m.target() + ":frozen";
    }

    private static Map<String, String> bake(Moment m) {
        return m.was()
                .flatMap(rollout -> rollout.plan().bakeTime())
                .map(time -> Map.of("bake", time.toString()))
                .orElse(Map.of());
    }

    private static Map<String, String> queued(RolloutQueued e) {
        return Map.of(
                "by", e.by().who(),
                "reason", e.by().reason(),
                "version", e.plan().version(),
                "waiting", e.rollout().text());
    }

    private static Map<String, String> stage(int stage) {
        return Map.of("stage", Integer.toString(stage + 1));
    }

    private static Notice refused(Moment m, CommandRefused e) {
        String name = e.type().replaceFirst("^dev\\.sluice\\.command\\.", "").replaceFirst("\\.v\\d+$", "");
        return m.notice(
                Kind.REFUSED,
                Action.INFORM,
                Severity.WARNING,
                m.target() + ":refused/" + e.command(),
                Map.of("command", name, "detail", e.detail(), "by", e.by().who()));
    }

    private static List<Notice> failed(Moment m, StageFailed e) {
        return m.fire(
                Kind.STAGE_FAILED,
                Severity.CRITICAL,
                m.key("stage-failed"),
                Map.of("stage", Integer.toString(e.stage() + 1), "reason", e.reason()));
    }

    /** The failure of an attempt after which there is another one is for the log alone. */
    private static List<Notice> ended(Moment m, StepEnded e) {
        boolean forGood = (m.goingUp() || onRollback(m, e))
                && m.is().filter(rollout -> rollout.step(e.step())
                                .filter(story ->
                                        story.failedForGood(rollout.plan().step(e.step())))
                                .isPresent())
                        .isPresent();
        return forGood
                ? m.fire(
                        Kind.STEP_FAILED,
                        Severity.WARNING,
                        m.key("step-failed/" + e.step()),
                        Map.of("step", e.step().text(), "reason", e.detail()))
                : List.of();
    }

    private static boolean onRollback(Moment m, StepEnded e) {
        return m.was()
                .filter(rollout -> rollout.plan().stepsOnRollback().stream()
                        .anyMatch(step -> step.name().equals(e.step())))
                .isPresent();
    }

    /** A resume forgets the troubles; a trigger that still fires is told anew. */
    private static List<Notice> resumed(Moment m, RolloutResumed e) {
        return Notices.both(
                onTheWayUp(m, Kind.RESUMED, Notices.by(e.by())), m.goingUp() ? m.close(m.triggerKey("")) : List.of());
    }

    private static List<Notice> restoreAsked(Moment m, RestoreStarted e) {
        return m.was().isPresent()
                ? List.of(m.inform(Kind.RESTORE_ASKED, Severity.WARNING, Notices.by(e.by())))
                : List.of();
    }

    private static List<Notice> net(Moment m, SafetyNetUsed e) {
        Map<String, String> facts = Map.of("detail", e.detail());
        return switch (e.action()) {
            case HOLD -> m.fire(Kind.NET_HOLD, Severity.WARNING, m.key("safety-net"), facts);
            case RELEASE -> m.resolve(Kind.NET_RELEASE, m.key("safety-net"), facts);
            case RESTORE -> m.fire(Kind.NET_RESTORE, Severity.CRITICAL, m.key("safety-net-restore"), facts);
        };
    }

    private static List<Notice> restored(Moment m) {
        return Notices.both(
                List.of(m.inform(Kind.RESTORED, Severity.INFO, Map.of())), m.close(m.key("restore-delayed/")));
    }

    private static List<Notice> drift(Moment m, DriftFound e) {
        return m.fire(
                Kind.DRIFT_FOUND,
                Severity.WARNING,
                m.key("drift/" + e.router()),
                Map.of(
                        "router", e.router().text(),
                        "wanted", e.wanted().toString(),
                        "found", e.found().map(String::valueOf).orElse("?"),
                        "detail", e.detail()));
    }

    private static List<Notice> over(Moment m, Kind kind, Severity severity, Map<String, String> facts) {
        return m.was().isPresent() ? ended(m, kind, severity, facts) : List.of();
    }

    private static List<Notice> ended(Moment m, Kind kind, Severity severity, Map<String, String> facts) {
        return Notices.both(List.of(m.inform(kind, severity, facts)), m.close(""));
    }

    /** What called a person stays open until the person closes it; breaches end with the rollout. */
    private static List<Notice> needsPerson(Moment m, RolloutFailed e) {
        return Stream.of(
                        m.fire(Kind.FAILED, Severity.CRITICAL, m.key("failed"), Map.of("reason", e.reason())),
                        m.close(m.triggerKey("")))
                .flatMap(List::stream)
                .toList();
    }
}
