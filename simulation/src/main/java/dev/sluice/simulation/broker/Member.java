package dev.sluice.simulation.broker;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A process as its consumer group sees it. */
public interface Member extends Client {
    /** It owns the partition from now on, in this generation of the group. */
    void given(int partition, int generation);

    /** It owns it no more. */
    void taken(int partition);

    /** A record of a partition that it owns; the offset is committed when the stage completes. */
    CompletionStage<Void> take(ConsumerRecord<byte[], byte[]> record);
}
