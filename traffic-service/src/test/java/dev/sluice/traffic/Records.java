package dev.sluice.traffic;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Records as a consumer gets them. */
public final class Records {
    private Records() {}

    public static ConsumerRecord<byte[], byte[]> received(
            ProducerRecord<byte[], byte[]> sent, int partition, long offset, Instant time) {
        return new ConsumerRecord<>(
                sent.topic(),
                partition,
                offset,
                time.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    /** The same record with another payload. */
    public static ConsumerRecord<byte[], byte[]> with(ConsumerRecord<byte[], byte[]> record, byte[] payload) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                record.key(),
                payload,
                record.headers(),
                Optional.empty());
    }
}
