package dev.sluice.rollback.domain;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.Name;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the procedure must remember of a rollout beside its state: when each breach that asked for a rollback was
 * journalled, and how the routers were read back after the restore. It is gathered from the journal alone, so a restart
 * gathers the same again.
 *
 * @param breaches by trigger, those that led to the way back once it has begun
 * @param turned the way back has begun: what recovers later did not undo its cause
 * @param netAnswered the safety net answered a breach that nobody else had answered
 * @param readbacks of the restore, once it is done
 */
public record Evidence(
        Map<Name, Instant> breaches, boolean turned, boolean netAnswered, Optional<List<RouterReadback>> readbacks) {
    public static final Evidence NONE = new Evidence(Map.of(), false, false, Optional.empty());

    public Evidence {
        breaches = Map.copyOf(breaches);
        readbacks = readbacks.map(List::copyOf);
    }

    /** The evidence after one more event of the rollout. */
    public Evidence with(Recorded recorded) {
        return switch (recorded.event()) {
            case Fact.MetricsBreached e -> e.reaction() == Reaction.ROLLBACK ? breached(e, recorded) : this;
            case Fact.HealthRecovered e -> recovered(e.trigger());
            case Fact.RollbackRequested e -> onTheWayBack(false);
            case Lifecycle.RestoreStarted e -> onTheWayBack(false);
            case Lifecycle.StageFailed e -> onTheWayBack(false);
            case Lifecycle.SafetyNetUsed e ->
                e.action() == NetAction.RESTORE ? onTheWayBack(e.reason() == NetReason.BREACH_UNANSWERED) : this;
            case Lifecycle.RolloutResumed e -> turned ? this : NONE;
            case Lifecycle.TrafficRestored e ->
                new Evidence(breaches, true, netAnswered, Optional.of(List.copyOf(e.routers())));
            case JournalEvent e -> this;
        };
    }

    /** When the breach that led to a rollback was journalled; empty when none led to it. */
    public Optional<Instant> breachAt(String trigger) {
        Optional<Instant> named = breaches.entrySet().stream()
                .filter(breach -> breach.getKey().text().equals(trigger))
                .map(Map.Entry::getValue)
                .findFirst();
        return named.isPresent() || !netAnswered
                ? named
                : breaches.values().stream().min(Comparator.naturalOrder());
    }

    private Evidence breached(Fact.MetricsBreached e, Recorded recorded) {
        if (turned) {
            return this;
        }
        Map<Name, Instant> more = new HashMap<>(breaches);
        more.putIfAbsent(e.trigger(), recorded.meta().time());
        return new Evidence(more, false, netAnswered, readbacks);
    }

    private Evidence recovered(Name trigger) {
        if (turned) {
            return this;
        }
        Map<Name, Instant> fewer = new HashMap<>(breaches);
        fewer.remove(trigger);
        return new Evidence(fewer, false, netAnswered, readbacks);
    }

    private Evidence onTheWayBack(boolean byNet) {
        return turned ? this : new Evidence(breaches, true, byNet, readbacks);
    }
}
