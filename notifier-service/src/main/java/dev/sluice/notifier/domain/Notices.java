package dev.sluice.notifier.domain;

import dev.sluice.events.alert.Alert.Action;
import dev.sluice.events.alert.Alert.Severity;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which records of the journal are told, how urgently, and which incidents they open and close. A record that changed
 * nothing (a loser, a duplicate, an upward event that a rollback overtook) is not told.
 */
public final class Notices {
    private Notices() {}

    /**
     * What a record that was just read says to people.
     *
     * @param incidents those that were open before it
     * @param at the record's append time
     */
    public static List<Notice> of(
            Incidents incidents, TargetState before, Fold.Step step, int partition, long offset, Instant at) {
        if (step.recorded().isPresent()) {
            return told(new Moment(incidents, before, step.recorded().get(), step.state()));
        }
        return step.problem()
                .map(problem -> unreadable(incidents, step.state(), problem, partition, offset, at))
                .orElse(List.of());
    }

    private static List<Notice> told(Moment moment) {
        Recorded recorded = moment.recorded();
        return switch (recorded.event()) {
            case Lifecycle event -> LifecycleNotices.of(moment, event);
            case Fact fact -> FactNotices.of(moment, fact);
        };
    }

    private static List<Notice> unreadable(
            Incidents incidents, TargetState state, String problem, int partition, long offset, Instant at) {
        String key = state.target() + ":unreadable";
        if (incidents.isOpen(key)) {
            return List.of();
        }
        Action action = state.open().isPresent() ? Action.FIRE : Action.INFORM;
        return List.of(new Notice(
                Kind.UNREADABLE,
                action,
                Severity.CRITICAL,
                key,
                state.target(),
                state.open().map(rollout -> rollout.id()),
                state.open(),
                new EventId("journal/" + partition + "/" + offset),
                "unreadable",
                at,
                Map.of("problem", problem, "record", partition + "/" + offset)));
    }

    static Map<String, String> by(Requester by) {
        return Map.of("by", by.who(), "reason", by.reason());
    }

    static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
