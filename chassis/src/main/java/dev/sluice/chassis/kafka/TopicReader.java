package dev.sluice.chassis.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads whole topics by assignment, without a group, on a thread of its own. What goes wrong on the way to the broker is
 * logged and tried again until {@link #close}; the thread never ends on its own. {@link #close} waits for the poll in hand
 * instead of interrupting it, which the client would log as a fault.
 */
public final class TopicReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSING = Duration.ofMillis(500);

    /** What is done with a topic. Both are called on the reader's thread. */
    public interface Use {
        /** Assigns and positions the consumer. Throws a {@link KafkaException} when the broker is not there yet. */
        void begin(KafkaConsumer<byte[], byte[]> consumer);

        /** Takes what one poll brought, which may be nothing. */
        void take(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records);
    }

    private final String name;
    private final ConsumerLag lag;
    private final Use use;
    private final Map<String, Object> settings;
    private final Thread thread;
    private volatile boolean closed;

    public TopicReader(String name, KafkaSettings kafka, ConsumerLag lag, Use use) {
        this.name = name;
        this.lag = lag;
        this.use = use;
        this.settings = kafka.with(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                kafka.service() + "-" + name,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                1,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4000,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false));
        this.thread = Thread.ofPlatform().name("sluice-" + name).daemon(true).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** All partitions of a topic; throws a {@link KafkaException} when it does not exist. */
    public static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " does not exist");
        }
        return partitions;
    }

    private void run() {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
                use.begin(consumer);
                LOG.infof("reading %s", name);
                poll(consumer);
            } catch (WakeupException | InterruptException e) {
                LOG.debugf("%s: woken", name);
            } catch (KafkaException e) {
                LOG.warnf("%s can't begin, tried again: %s", name, e.getMessage());
                backOff();
            }
        }
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer) {
        while (!closed) {
            ConsumerRecords<byte[], byte[]> records;
            try {
                records = consumer.poll(POLL);
            } catch (WakeupException | InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.warnf("%s can't read, tried again: %s", name, e.getMessage());
                backOff();
                continue;
            }
            use.take(consumer, records);
            lag.look(name, consumer);
        }
    }

    private void backOff() {
        try {
            Thread.sleep(Duration.ofMillis(300));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
