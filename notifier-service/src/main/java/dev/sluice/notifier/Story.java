package dev.sluice.notifier;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.notifier.domain.Incidents;
import dev.sluice.notifier.domain.Notice;
import dev.sluice.notifier.domain.Notices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One target as it was read: its state, its open incidents, and the events of its newest rollout. Incidents and events
 * begin anew with each rollout, so whoever begins to read there, now or later, tells the same.
 */
final class Story {
    private TargetState state;
    private Incidents incidents = Incidents.NONE;
    private List<Recorded> timeline = new ArrayList<>();

    Story(TargetState before) {
        this.state = before;
    }

    /** A finished rollout, told again from its records. */
    record Retold(Story story, Map<Long, List<Notice>> notices) {}

    /** What the record says to people. */
    List<Notice> read(Fold.Step step, ConsumerRecord<byte[], byte[]> record) {
        if (opens(step)) {
            incidents = Incidents.NONE;
            timeline = new ArrayList<>();
        }
        List<Notice> notices = Notices.of(
                incidents, state, step, record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
        incidents = incidents.after(notices);
        state = step.state();
        step.recorded().ifPresent(timeline::add);
        return notices;
    }

    /** A start that was void has opened nothing. */
    private static boolean opens(Fold.Step step) {
        return step.recorded().map(Recorded::event).orElse(null) instanceof Lifecycle.RolloutRequested requested
                && step.state()
                        .open()
                        .filter(open -> open.id().equals(requested.rollout()))
                        .isPresent();
    }

    /** The open or newest rollout with its events, if it is this one. */
    Optional<RolloutState> rollout(RolloutId id) {
        return state.rollout(id);
    }

    List<Recorded> timeline(RolloutId id) {
        return timeline.stream()
                .filter(recorded -> recorded.event().about().equals(Optional.of(id)))
                .toList();
    }

    /** Reads a rollout's records, the first of which is its request, which says where the gate stood before it. */
    static Retold retell(Target target, List<ConsumerRecord<byte[], byte[]>> records) {
        TargetState state = before(target, records);
        Story story = new Story(state);
        Map<Long, List<Notice>> notices = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Fold.Step step = Fold.read(state, record);
            state = step.state();
            notices.put(record.offset(), story.read(step, record));
        }
        return new Retold(story, notices);
    }

    private static TargetState before(Target target, List<ConsumerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            throw new IllegalStateException("the journal does not hold this rollout any more");
        }
        ConsumerRecord<byte[], byte[]> first = records.getFirst();
        try {
            Headers headers = Headers.of(first);
            return TargetState.resumed(new TargetSnapshot(
                    target,
                    first.offset() - 1,
                    headers.version().orElse(1) - 1,
                    headers.after(),
                    first.offset(),
                    List.of(),
                    List.of(),
                    Optional.empty()));
        } catch (Poison e) {
            throw new IllegalStateException("the rollout's first record can't be read: " + e.getMessage(), e);
        }
    }
}
