package dev.sluice.notifier.domain;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.value.Digest;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something to be told, before it is put into words.
 *
 * @param rollout the rollout as it was after the event, where there is one
 * @param at the append time of the journal record
 * @param facts what the event itself says, by the names that templates use
 */
public record Notice(
        Kind kind,
        Alert.Action action,
        Alert.Severity severity,
        String dedupKey,
        Target target,
        Optional<RolloutId> about,
        Optional<RolloutState> rollout,
        EventId occurrence,
        String eventType,
        Instant at,
        Map<String, String> facts) {
    public Notice {
        facts = Map.copyOf(facts);
    }

    /** The same for every instance that tells it, and after every restart. */
    public EventId id() {
        return new EventId("alert-" + Digest.of(occurrence + "\n" + dedupKey + "\n" + action, 26));
    }

    public boolean forPeople() {
        return kind != Kind.RESOLVED;
    }

    /** The notice in the words of one language. */
    public Alert alert(String title, String text) {
        return new Alert(dedupKey, action, severity, target, about, occurrence, eventType, title, text, at, facts);
    }
}
