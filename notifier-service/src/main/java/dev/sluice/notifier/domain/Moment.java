package dev.sluice.notifier.domain;

import dev.sluice.events.alert.Alert.Action;
import dev.sluice.events.alert.Alert.Severity;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event with the states around it: what notices are made from. */
record Moment(Incidents incidents, TargetState before, Recorded recorded, TargetState after) {
    /** The rollout that the event is about, as it was before, while it was open. */
    Optional<RolloutState> was() {
        return before.open().filter(rollout -> recorded.event().about().equals(Optional.of(rollout.id())));
    }

    /** The same after the event, open or just ended. */
    Optional<RolloutState> is() {
        return recorded.event().about().flatMap(after::rollout);
    }

    boolean goingUp() {
        return was().filter(RolloutState::goingUp).isPresent();
    }

    /** On the way up, or done and about to end. */
    boolean wentWell() {
        return was().filter(rollout -> rollout.goingUp() || rollout.closing()).isPresent();
    }

    Target target() {
        return after.target();
    }

    /** The key of an incident of the rollout; the colon keeps it apart from those of triggers. */
    String key(String what) {
        return target() + "/" + recorded.event().about().map(RolloutId::text).orElse("-") + ":" + what;
    }

    String triggerKey(String trigger) {
        return target() + "/" + recorded.event().about().map(RolloutId::text).orElse("-") + "/" + trigger;
    }

    Notice inform(Kind kind, Severity severity, Map<String, String> facts) {
        return notice(kind, Action.INFORM, severity, key(kind.template()), facts);
    }

    /** Nothing when it was fired before and is not over. */
    List<Notice> fire(Kind kind, Severity severity, String key, Map<String, String> facts) {
        return incidents.isOpen(key) ? List.of() : List.of(notice(kind, Action.FIRE, severity, key, facts));
    }

    /** Nothing when there is nothing to resolve. */
    List<Notice> resolve(Kind kind, String key, Map<String, String> facts) {
        return incidents.isOpen(key) ? List.of(notice(kind, Action.RESOLVE, Severity.INFO, key, facts)) : List.of();
    }

    /** Resolves each open incident whose key begins like this, for machines only. */
    List<Notice> close(String prefix) {
        return incidents.open().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> notice(Kind.RESOLVED, Action.RESOLVE, Severity.INFO, key, Map.of("incident", key)))
                .toList();
    }

    Notice notice(Kind kind, Action action, Severity severity, String key, Map<String, String> facts) {
        return new Notice(
                kind,
                action,
                severity,
                key,
                target(),
                recorded.event().about(),
                is().or(after::open),
                recorded.meta().id(),
                recorded.meta().type(),
                recorded.meta().time(),
                facts);
    }
}
