package dev.sluice.traffic.kafka;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.kafka.ConsumerLag;
import dev.sluice.chassis.kafka.KafkaReader;
import dev.sluice.chassis.kafka.KafkaSettings;
import dev.sluice.chassis.kafka.TopicReader;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.Topics;
import dev.sluice.traffic.LatestEvaluations;
import dev.sluice.traffic.TrafficService;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the pulses of health-service and its evaluations from now on, of all partitions. A measurement that can't be read is
 * none.
 */
@Startup
@ApplicationScoped
public class MeasurementReader implements TopicReader.Use {
    private static final Logger LOG = Logger.getLogger(MeasurementReader.class);
    private final TopicReader pulses;
    private final Loop loop;
    private final KafkaReader journal;
    private final TrafficService service;
    private final LatestEvaluations evaluations;

    @Inject
    MeasurementReader(
            KafkaSettings kafka,
            ConsumerLag lag,
            Loop loop,
            KafkaReader journal,
            TrafficService service,
            LatestEvaluations evaluations) {
        this.pulses = new TopicReader("pulses", kafka, lag, this);
        this.loop = loop;
        this.journal = journal;
        this.service = service;
        this.evaluations = evaluations;
        pulses.start();
    }

    @Override
    public void begin(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> topic = TopicReader.partitions(consumer, Topics.MEASUREMENTS);
        consumer.assign(topic);
        consumer.seekToEnd(topic);
    }

    @Override
    public void take(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            journal.observeTime(record.partition(), record.timestamp());
            read(record);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            Object measurement = Codec.decode(Headers.of(record), record).orElse(null);
            if (measurement instanceof Measurement.Pulse pulse) {
                loop.post(() -> service.onPulse(pulse));
            } else if (measurement instanceof Measurement.StageEvaluated evaluated) {
                evaluations.add(evaluated);
            }
        } catch (Poison | Refusal e) {
            LOG.debugf("measurement %d/%d: %s", record.partition(), record.offset(), e.getMessage());
        }
    }

    @PreDestroy
    void close() {
        pulses.close();
    }
}
