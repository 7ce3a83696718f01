package dev.sluice.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.wire.Codec;
import dev.sluice.traffic.domain.Decider;
import dev.sluice.traffic.domain.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A target's history in a sentence: given these events, when this is asked, then these events follow. Every event passes
 * the real codec and the real fold, so that the state is one that a reader would have. What followed is history for the
 * next sentence.
 */
public final class Story {
    private static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
    private final Codec codec = new Codec("test");
    private final List<JournalEvent> told = new ArrayList<>();
    private TargetState state = TargetState.unknown(Samples.TARGET);
    private Instant now = EPOCH;
    private long offset;
    private int commands;
    private List<Lifecycle> decided = List.of();

    public static Story given(JournalEvent... events) {
        return new Story().and(events);
    }

    public Story and(JournalEvent... events) {
        for (JournalEvent event : events) {
            append(event);
        }
        return this;
    }

    /** The journal's time goes on. */
    public Story after(Duration time) {
        now = now.plus(time);
        return this;
    }

    public Story when(Input input) {
        decided = Decider.decide(state, input, now);
        return this;
    }

    public Story when(Command command) {
        return when(new Input.Asked(Samples.command("command-" + ++commands, command)));
    }

    public Story looked() {
        return when(new Input.Looked(true));
    }

    public Story then(Lifecycle... events) {
        assertThat(decided).containsExactly(events);
        return and(events);
    }

    /** These types of event follow, whatever they say. */
    @SafeVarargs
    public final Story then(Class<? extends Lifecycle>... types) {
        assertThat(decided).hasExactlyElementsOfTypes(types);
        decided.forEach(this::append);
        return this;
    }

    public Story thenNothing() {
        assertThat(decided).isEmpty();
        return this;
    }

    public Story thenRefused(RefusalCode code) {
        assertThat(decided)
                .singleElement()
                .isInstanceOfSatisfying(Lifecycle.CommandRefused.class, refused -> assertThat(refused.code())
                        .isEqualTo(code));
        decided.forEach(this::append);
        return this;
    }

    /** Looks until nothing more is due, as an owner does that reads its own events back. */
    public Story untilQuiet() {
        for (looked(); !decided.isEmpty(); looked()) {
            decided.forEach(this::append);
            assertThat(told).as("an owner that never comes to rest").hasSizeLessThan(100);
        }
        return this;
    }

    public Story poisoned() {
        Proposed next = next(new Lifecycle.RolloutStarted(Samples.ROLLOUT));
        ConsumerRecord<byte[], byte[]> record = Records.received(codec.encode(next), 0, offset++, now);
        byte[] nonsense = {'{'};
        Fold.Step step = Fold.read(state, Records.with(record, nonsense));
        assertThat(step.fate()).isEqualTo(Fold.Fate.POISON);
        state = step.state();
        return this;
    }

    private void append(JournalEvent event) {
        Proposed proposed =
                switch (event) {
                    case Lifecycle lifecycle -> next(lifecycle);
                    case Fact fact -> Codec.propose(Samples.TARGET, fact);
                };
        Fold.Step step = Fold.read(state, Records.received(codec.encode(proposed), 0, offset++, now));
        assertThat(step.problem()).as("%s", event).isEmpty();
        assertThat(step.fate()).as("%s", event).isEqualTo(Fold.Fate.ACCEPTED);
        state = step.state();
        told.add(event);
    }

    private Proposed next(Lifecycle event) {
        return Codec.propose(
                Samples.TARGET, state.gate().version() + 1, state.gate().last(), event);
    }

    public List<Lifecycle> decided() {
        return decided;
    }

    public List<JournalEvent> told() {
        return List.copyOf(told);
    }

    public TargetState state() {
        return state;
    }

    public RolloutState rollout() {
        return state.open().orElseThrow(() -> new AssertionError("no rollout is open"));
    }

    public Instant now() {
        return now;
    }

    /** The newest lifecycle event's version, of which health's facts speak. */
    public long version() {
        return state.gate().version();
    }
}
