package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the journal tells of one target, read as every service reads it. */
final class Story {
    private final Topic journal;
    private final Target target;

    Story(Topic journal, Target target) {
        this.journal = journal;
        this.target = target;
    }

    /** A whole history: the state after it, and what every record of it became. */
    record Told(TargetState state, List<Recorded> accepted, List<Fold.Fate> fates, List<String> problems) {}

    private List<ConsumerRecord<byte[], byte[]>> records() {
        byte[] key = Partitions.key(target);
        return journal.records(record -> Arrays.equals(key, record.key()));
    }

    Told told() {
        TargetState state = TargetState.unknown(target);
        List<Recorded> accepted = new ArrayList<>();
        List<Fold.Fate> fates = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records()) {
            Fold.Step step = Fold.read(state, record);
            state = step.state();
            step.recorded().ifPresent(accepted::add);
            fates.add(step.fate());
            step.problem().ifPresent(problems::add);
        }
        return new Told(state, accepted, fates, problems);
    }

    List<Recorded> accepted() {
        return told().accepted();
    }

    /** The accepted events of a type, in their order. */
    <E extends JournalEvent> List<E> all(Class<E> type) {
        return accepted().stream()
                .map(Recorded::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** When the first accepted event that fits was appended, by the broker. */
    <E extends JournalEvent> Optional<Recorded> find(Class<E> type, Predicate<E> wanted) {
        return accepted().stream()
                .filter(recorded -> type.isInstance(recorded.event()) && wanted.test(type.cast(recorded.event())))
                .findFirst();
    }

    /** Waits for an accepted event that fits; fails with the story so far when it does not come. */
    <E extends JournalEvent> Recorded await(Class<E> type, Predicate<E> wanted, Duration limit) {
        try {
            return Wait.forValue(type.getSimpleName() + " of " + target, limit, () -> find(type, wanted));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the story so far:\n" + text(), e);
        }
    }

    <E extends JournalEvent> Recorded await(Class<E> type, Duration limit) {
        return await(type, any -> true, limit);
    }

    /** The switch of a stage, counted from 0. */
    Recorded awaitSwitch(int stage, Duration limit) {
        return await(Lifecycle.TrafficSwitched.class, event -> event.stage() == stage, limit);
    }

    /** The terminal event, of whichever kind; fails when it is of another than the expected one. */
    Recorded awaitEnd(Class<? extends Lifecycle> expected, Duration limit) {
        Recorded end = await(Lifecycle.class, Story::terminal, limit);
        assertThat(end.event()).as("the end of\n%s", text()).isInstanceOf(expected);
        return end;
    }

    private static boolean terminal(Lifecycle event) {
        return event instanceof Lifecycle.RolloutCompleted
                || event instanceof Lifecycle.RolloutAborted
                || event instanceof Lifecycle.RolloutRolledBack
                || event instanceof Lifecycle.RolloutFailed;
    }

    Instant timeOf(Class<? extends JournalEvent> type) {
        return find(type, any -> true)
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in\n" + text()))
                .meta()
                .time();
    }

    /** The names of the accepted lifecycle events, stages counted from 0. */
    List<String> outline() {
        return accepted().stream()
                .map(Recorded::event)
                .filter(Lifecycle.class::isInstance)
                .map(Story::word)
                .toList();
    }

    private static String word(JournalEvent event) {
        String name = event.getClass().getSimpleName();
        return switch (event) {
            case Lifecycle.StageStarted e -> name + " " + e.stage();
            case Lifecycle.TrafficSwitched e -> name + " " + e.stage();
            case Lifecycle.StageCompleted e -> name + " " + e.stage();
            default -> name;
        };
    }

    /** No event is lost and none is unreadable: versions are 1 to n, and whoever reads it twice has the same state. */
    void isWhole() {
        Told once = told();
        Told again = told();
        assertThat(once.problems()).as("unreadable records of %s", target).isEmpty();
        assertThat(versions(once))
                .as("versions of %s", target)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, versions(once).size()).boxed().toList());
        assertThat(again.state()).as("the state after a second replay").isEqualTo(once.state());
    }

    private static List<Long> versions(Told told) {
        return told.accepted().stream()
                .flatMap(recorded -> recorded.meta().version().stream().boxed())
                .toList();
    }

    /** One line for each accepted event. */
    String text() {
        return accepted().stream()
                .map(recorded -> recorded.meta().time() + " "
                        + recorded.meta().version().stream()
                                .mapToObj(Long::toString)
                                .collect(Collectors.joining())
                        + " " + recorded.event())
                .map(line -> line.length() > 300 ? line.substring(0, 300) + "…" : line)
                .collect(Collectors.joining("\n"));
    }
}
