package dev.sluice.system.faults;

import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the journal through outages of the broker, and folds each target's records as every service does. */
final class Journal implements AutoCloseable {
    private static final class Told {
        private TargetState state;
        private final List<Recorded> accepted = new ArrayList<>();
        private int mark;

        private Told(TargetState state) {
            this.state = state;
        }
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<ByteBuffer, Told> targets = new HashMap<>();
    private final Thread thread;

    Journal(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "reconnect.backoff.max.ms",
                        200,
                        "fetch.max.wait.ms",
                        100),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.ROLLOUTS).stream()
                .map(each -> new TopicPartition(Topics.ROLLOUTS, each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().name("journal").daemon(true).start(this::run);
    }

    private void run() {
        try {
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::read);
            }
        } catch (WakeupException closing) {
            consumer.close();
        }
    }

    private synchronized void read(ConsumerRecord<byte[], byte[]> record) {
        Told told = targets.get(ByteBuffer.wrap(record.key()));
        if (told == null) {
            return;
        }
        Fold.Step step = Fold.read(told.state, record);
        told.state = step.state();
        step.recorded().ifPresent(told.accepted::add);
        notifyAll();
    }

    /** Every record of this target is read: to be called before there is one. */
    synchronized void follow(Target target) {
        targets.put(ByteBuffer.wrap(Partitions.key(target)), new Told(TargetState.unknown(target)));
    }

    /** What was told of it so far is another case's. */
    synchronized void mark(Target target) {
        Told told = told(target);
        told.mark = told.accepted.size();
    }

    /** The accepted events of a target since the mark. */
    synchronized List<JournalEvent> events(Target target) {
        return since(told(target)).map(Recorded::event).toList();
    }

    private static Stream<Recorded> since(Told told) {
        return told.accepted.stream().skip(told.mark);
    }

    private Told told(Target target) {
        Told told = targets.get(ByteBuffer.wrap(Partitions.key(target)));
        if (told == null) {
            throw new IllegalArgumentException(target + " is not followed");
        }
        return told;
    }

    /** Waits for an event that fits; throws with the story so far when it does not come. */
    synchronized JournalEvent await(String what, Target target, Predicate<JournalEvent> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<JournalEvent> found =
                    events(target).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new CaseFailed(
                        "%s of %s did not come within %s; so far:%n%s".formatted(what, target, limit, text(target)));
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** The event that ended the target's rollout. */
    Optional<JournalEvent> end(Target target) {
        return events(target).stream().filter(Journal::terminal).findFirst();
    }

    private static boolean terminal(JournalEvent event) {
        return event instanceof Lifecycle.RolloutCompleted
                || event instanceof Lifecycle.RolloutAborted
                || event instanceof Lifecycle.RolloutRolledBack
                || event instanceof Lifecycle.RolloutFailed;
    }

    /** One line for each accepted event. */
    synchronized String text(Target target) {
        return since(told(target))
                .map(recorded -> recorded.meta().time() + " " + recorded.event())
                .map(line -> line.length() > 220 ? line.substring(0, 220) + "…" : line)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
