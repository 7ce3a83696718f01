package dev.sluice.notifier.port;

import dev.sluice.events.value.Target;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What stands in the journal, read again. */
@FunctionalInterface
public interface History {
    /**
     * The target's records between two offsets of a partition, both inclusive. Blocks for at most about 10 s.
     *
     * @throws IllegalStateException when the journal can't be read, or not all of it in that time
     */
    List<ConsumerRecord<byte[], byte[]>> read(Target target, int partition, long first, long last);
}
