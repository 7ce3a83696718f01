package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Service;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The group channel. The next record is taken before the one in hand is done, so that targets don't wait for each other;
 * offsets are committed in order nevertheless (the connector's throttled strategy).
 */
@ApplicationScoped
public class OwnedChannel {
    private static final Logger LOG = Logger.getLogger(OwnedChannel.class);
    private final Loop loop;
    private final Service service;

    @Inject
    OwnedChannel(Loop loop, Service service) {
        this.loop = loop;
        this.service = service;
    }

    @Incoming("owned")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    public CompletionStage<Void> take(Message<byte[]> message) {
        loop.post(() -> service.onOwnedRecord(record(message)).whenComplete((done, failure) -> {
            if (failure == null) {
                message.ack();
            } else {
                LOG.warn("a record stays uncommitted and is read again by the next owner", failure);
            }
        }));
        return CompletableFuture.completedFuture(null);
    }

    @SuppressWarnings("unchecked")
    static ConsumerRecord<byte[], byte[]> record(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> ((IncomingKafkaRecordMetadata<byte[], byte[]>) metadata).getRecord())
                .orElseThrow(() -> new IllegalStateException("a message without its Kafka record"));
    }
}
