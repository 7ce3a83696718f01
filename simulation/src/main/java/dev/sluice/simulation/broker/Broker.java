package dev.sluice.simulation.broker;

import dev.sluice.events.wire.Topics;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;

/**
 * The broker in memory. Records of one sender reach a partition in their order; what can't be written within 5 s fails.
 * While it is gone nothing is written or read; while it loses answers all is written, and senders hear that it was not.
 */
public final class Broker {
    public static final int PARTITIONS = 3;
    public static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");
    /** How long a message takes at most, while nothing is wrong. */
    public static final Duration QUICK = Duration.ofMillis(4);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private final Scheduler scheduler;
    private final Dice dice;
    private final Map<String, Log[]> topics = new HashMap<>();
    private final Map<Client, Sender> senders = new HashMap<>();
    private Consumer<ConsumerRecord<byte[], byte[]>> watcher = record -> {};
    private Health health = Health.WELL;
    private Duration latencyMax = QUICK;
    private double duplicates;

    /** How it is. */
    public enum Health {
        WELL,
        /** Nobody reaches it. */
        GONE,
        /** What is sent is written, and its sender hears of a failure. */
        LOSES_ANSWERS
    }

    public Broker(Scheduler scheduler, Dice dice) {
        this.scheduler = scheduler;
        this.dice = dice;
        for (String topic : Topics.ALL) {
            Log[] logs = new Log[PARTITIONS];
            for (int partition = 0; partition < PARTITIONS; partition++) {
                logs[partition] = new Log(this);
            }
            topics.put(topic, logs);
        }
    }

    /** Is told of every record in the moment in which it is written. */
    public void watch(Consumer<ConsumerRecord<byte[], byte[]>> everything) {
        watcher = everything;
    }

    public void become(Health next) {
        health = next;
    }

    boolean gone() {
        return health == Health.GONE;
    }

    /** How long a message takes at most, from now on. */
    public void slowDown(Duration most) {
        latencyMax = most;
    }

    /** How likely it is that what is written is written twice. */
    public void duplicate(double probability) {
        duplicates = probability;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    Duration latency() {
        return dice.between(Duration.ofMillis(1), latencyMax);
    }

    /** Whether what it sends arrives. */
    public boolean reachable(Client client) {
        return health != Health.GONE && client.connected();
    }

    public Log log(String topic, int partition) {
        Log[] logs = topics.get(topic);
        if (logs == null) {
            throw new IllegalArgumentException("there is no topic " + topic);
        }
        return logs[partition];
    }

    /** The broker's clock. */
    public Instant time() {
        return EPOCH.plusNanos(scheduler.now());
    }

    public CompletionStage<Void> send(Client from, ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (from.alive()) {
            long deadline = scheduler.now() + DELIVERY_TIMEOUT.toNanos();
            senders.computeIfAbsent(from, Sender::new).add(new Sending(record, deadline, done));
        }
        return done;
    }

    private record Sending(ProducerRecord<byte[], byte[]> record, long deadline, CompletableFuture<Void> done) {}

    /** What one process sends, in its order. */
    private final class Sender {
        private final Client from;
        private final Deque<Sending> queue = new ArrayDeque<>();
        private boolean scheduled;

        private Sender(Client from) {
            this.from = from;
        }

        private void add(Sending sending) {
            queue.addLast(sending);
            after(latency());
        }

        private void after(Duration delay) {
            if (!scheduled && !queue.isEmpty()) {
                scheduled = true;
                scheduler.after(delay, this::arrive);
            }
        }

        /** What a process that died has sent may be on its way, or not. */
        private void arrive() {
            scheduled = false;
            if (!from.alive() && (!reachable(from) || dice.chance(0.5))) {
                queue.clear();
                return;
            }
            Sending head = queue.getFirst();
            boolean through = reachable(from) && (from.awake() || !from.alive());
            if (!through && scheduler.now() < head.deadline()) {
                after(AGAIN);
                return;
            }
            queue.removeFirst();
            if (through) {
                written(head);
            } else {
                fail(head.done());
            }
            after(Duration.ofNanos(1000));
        }

        private void written(Sending sending) {
            write(sending.record());
            if (dice.chance(duplicates)) {
                write(sending.record());
            }
            from.step("wrote to " + sending.record().topic());
            if (health == Health.LOSES_ANSWERS) {
                scheduler.at(sending.deadline(), () -> fail(sending.done()));
            } else {
                scheduler.after(latency(), () -> from.run(() -> sending.done().complete(null)));
            }
        }

        private void fail(CompletableFuture<Void> done) {
            from.run(() -> done.completeExceptionally(new IOException("the broker did not answer within 5 s")));
        }
    }

    /** What was on its way for long, from nobody who is still there. */
    public void arrive(ProducerRecord<byte[], byte[]> sent) {
        write(sent);
    }

    private void write(ProducerRecord<byte[], byte[]> sent) {
        int partition = sent.partition() != null ? sent.partition() : partition(sent.key());
        Log log = log(sent.topic(), partition);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                sent.topic(),
                partition,
                log.size(),
                time().toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                sent.key().length,
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
        log.add(record);
        watcher.accept(record);
    }

    public static int partition(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
    }
}
