package dev.sluice.chassis;

import dev.sluice.events.story.Fold;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a service does with what the chassis hands it. Every call comes on the {@link Loop}. */
public interface Service {
    /** A record of the journal was read, of any partition, owned or not; the state is already the one after it. */
    void onJournal(Fold.Step step, ConsumerRecord<byte[], byte[]> record);

    /** This instance acts for the partition from now on: look at every open rollout there, and do what is due. */
    void onOwned(int partition);

    /** It acts for it no more. */
    void onLost(int partition);

    /**
     * A record came through the group channel: a command for traffic-service, a journal record for the others, which
     * they have already followed. Its offset is committed when the stage completes.
     */
    CompletionStage<Void> onOwnedRecord(ConsumerRecord<byte[], byte[]> record);
}
