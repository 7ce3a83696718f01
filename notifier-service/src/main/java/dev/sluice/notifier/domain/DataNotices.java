package dev.sluice.notifier.domain;

import dev.sluice.events.alert.Alert.Severity;
import dev.sluice.events.journal.DataFact;
import java.util.List;
import java.util.Map;

/** What each fact about data says to people. A question stays open until it is answered, a failure until a person closes it. */
final class DataNotices {
    private DataNotices() {}

    static List<Notice> of(Moment m, DataFact fact) {
        return switch (fact) {
            case DataFact.BackupTaken e -> List.of();
            case DataFact.BackupFailed e ->
                List.of(m.inform(Kind.BACKUP_FAILED, Severity.CRITICAL, facts(e, "reason", e.reason())));
            case DataFact.RestoreProposed e ->
                m.fire(
                        Kind.RESTORE_PROPOSED,
                        Severity.CRITICAL,
                        m.key("restore/" + e.store()),
                        facts(e, "detail", e.discards()));
            case DataFact.RestoreDecided e -> decided(m, e);
            case DataFact.WritesPaused e -> List.of();
            case DataFact.DataRestored e ->
                List.of(m.inform(Kind.DATA_RESTORED, Severity.WARNING, facts(e, "backup", e.backup())));
            case DataFact.DataRestoreFailed e ->
                m.fire(
                        Kind.DATA_RESTORE_FAILED,
                        Severity.CRITICAL,
                        m.key("data/" + e.store()),
                        facts(e, "reason", e.reason()));
            case DataFact.WritesResumed e -> List.of();
        };
    }

    private static List<Notice> decided(Moment m, DataFact.RestoreDecided e) {
        return m.resolve(
                Kind.RESTORE_DECIDED,
                m.key("restore/" + e.store()),
                Map.of(
                        "store", e.store().text(),
                        "decision", e.decision().name(),
                        "by", e.by().who(),
                        "reason", e.by().reason()));
    }

    private static Map<String, String> facts(DataFact fact, String name, String value) {
        return Map.of("store", fact.store().text(), name, value);
    }
}
