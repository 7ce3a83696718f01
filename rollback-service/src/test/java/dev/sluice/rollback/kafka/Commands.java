package dev.sluice.rollback.kafka;

import dev.sluice.events.command.Commanded;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Reads what was sent as the command channel would. */
public final class Commands {
    private Commands() {}

    public static Optional<Commanded> read(ProducerRecord<byte[], byte[]> sent) {
        return CommandChannel.ours(new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty()));
    }
}
