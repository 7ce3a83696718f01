package dev.sluice.events.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What operators and other systems are told. Alerts with one {@code dedupKey} are one incident: it fires once and is
 * resolved once.
 *
 * @param occurrence the journal event that it tells of
 * @param details facts by name, for machines; the text is for people
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Alert(
        String dedupKey,
        Action action,
        Severity severity,
        Target target,
        Optional<RolloutId> rollout,
        EventId occurrence,
        String eventType,
        String title,
        String text,
        Instant at,
        Map<String, String> details) {
    public Alert {
        Require.present("dedupKey", dedupKey);
        Require.present("action", action);
        Require.present("severity", severity);
        Require.present("target", target);
        rollout = Require.orElse(rollout, Optional.empty());
        Require.present("occurrence", occurrence);
        Require.present("eventType", eventType);
        Require.present("title", title);
        Require.present("text", text);
        Require.present("at", at);
        details = details == null ? Map.of() : Map.copyOf(details);
    }

    /** How urgent it is. */
    public enum Severity {
        @JsonProperty("info")
        INFO,
        @JsonProperty("warning")
        WARNING,
        @JsonProperty("critical")
        CRITICAL
    }

    /** Whether trouble begins, ends, or something is merely told. */
    public enum Action {
        @JsonProperty("fire")
        FIRE,
        @JsonProperty("resolve")
        RESOLVE,
        @JsonProperty("inform")
        INFORM
    }
}
