package dev.sluice.notifier.domain;

import dev.sluice.events.alert.Alert.Severity;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What each fact says to people. A fact about a rollout that is not open says nothing. */
final class FactNotices {
    private FactNotices() {}

    static List<Notice> of(Moment m, Fact fact) {
        if (m.was().isEmpty()) {
            return List.of();
        }
        return switch (fact) {
            case Fact.StageValidated e -> List.of();
            case Fact.ValidationFailed e -> validation(m, e);
            case Fact.MetricsBreached e -> breach(m, e);
            case Fact.HealthRecovered e ->
                m.resolve(
                        Kind.RECOVERED,
                        m.triggerKey(e.trigger().text()),
                        Map.of(
                                "trigger", e.trigger().text(),
                                "reading", e.reading().sentence()));
            case Fact.ChecksJudged e -> List.of();
            case Fact.RollbackRequested e -> requested(m, e);
            case Fact.SwitchVerified e -> List.of();
            case Fact.ShutdownRequested e -> List.of();
            case DataFact e -> DataNotices.of(m, e);
            case Fact.RollbackCompleted e -> m.resolve(Kind.ROLLBACK_DONE, m.key("rollback"), times(e.times()));
            case Fact.RollbackFailed e -> m.fire(failure(m), Severity.CRITICAL, m.key("rollback-failed"), failed(e));
        };
    }

    /** Only the first of several failures in a row: the next ones say nothing new. */
    private static List<Notice> validation(Moment m, Fact.ValidationFailed e) {
        if (e.failures() != 1 || !m.goingUp()) {
            return List.of();
        }
        return List.of(m.inform(
                Kind.VALIDATION_FAILED,
                Severity.WARNING,
                Map.of("stage", Integer.toString(e.stage() + 1), "reading", sentences(e.readings()))));
    }

    /** A breach that is seen on the way back changes nothing any more. */
    private static List<Notice> breach(Moment m, Fact.MetricsBreached e) {
        if (!m.goingUp()) {
            return List.of();
        }
        Severity severity = e.reaction() == Reaction.ROLLBACK ? Severity.CRITICAL : Severity.WARNING;
        return m.fire(
                Kind.BREACH,
                severity,
                m.triggerKey(e.trigger().text()),
                Map.of(
                        "trigger", e.trigger().text(),
                        "reaction", e.reaction().name(),
                        "reading", e.reading().sentence(),
                        "stage", Integer.toString(e.stage() + 1)));
    }

    private static List<Notice> requested(Moment m, Fact.RollbackRequested e) {
        if (m.was().flatMap(RolloutState::rollback).isPresent()) {
            return List.of();
        }
        return m.fire(
                Kind.EMERGENCY,
                Severity.CRITICAL,
                m.key("rollback"),
                Map.of(
                        "trigger", e.trigger(),
                        "by", e.by().who(),
                        "reason", e.by().reason().isEmpty() ? e.trigger() : e.by().reason()));
    }

    private static Map<String, String> times(RollbackTimes times) {
        Map<String, String> facts = new HashMap<>();
        times.breachAt().ifPresent(at -> facts.put("breachToRestored", span(Duration.between(at, times.restoredAt()))));
        facts.put("requestedToRestored", span(Duration.between(times.requestedAt(), times.restoredAt())));
        facts.put("verifiedAt", times.verifiedAt().toString());
        return facts;
    }

    /** Append times of one journal don't run backwards, but a restore may come before its request: then it took none. */
    private static String span(Duration time) {
        return new Span(time.isNegative() ? Duration.ZERO : time).toString();
    }

    private static Kind failure(Moment m) {
        RollbackStory.Cause cause = m.is().flatMap(RolloutState::rollback)
                .flatMap(RollbackStory::cause)
                .orElse(RollbackStory.Cause.VERIFICATION);
        return switch (cause) {
            case VERIFICATION -> Kind.ROLLBACK_FAILED;
            case SHUTDOWN, DATA -> Kind.ROLLBACK_UNFINISHED;
        };
    }

    private static Map<String, String> failed(Fact.RollbackFailed e) {
        String wrong = e.checks().stream()
                .filter(check -> !check.verified())
                .map(FactNotices::line)
                .collect(Collectors.joining("; "));
        return Map.of("reason", e.reason(), "checks", wrong);
    }

    private static String line(Verification check) {
        return check.what() + ": " + check.detail();
    }

    private static String sentences(List<MetricReading> readings) {
        return readings.stream()
                .filter(reading -> reading.outcome() != MetricReading.Outcome.HELD)
                .map(MetricReading::sentence)
                .collect(Collectors.joining("; "));
    }
}
