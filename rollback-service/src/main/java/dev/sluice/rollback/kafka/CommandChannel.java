package dev.sluice.rollback.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.chassis.Loop;
import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.wire.CommandCodec;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.WireTypes;
import dev.sluice.rollback.RollbackHandler;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The commands, read in a group of this service's own. Only rollbacks and answers about data are decoded; everything else is traffic-service's
 * to judge, dead letters included, and is acknowledged unread.
 */
@ApplicationScoped
public class CommandChannel {
    private static final Logger LOG = Logger.getLogger(CommandChannel.class);
    private final Loop loop;
    private final RollbackHandler handler;

    @Inject
    CommandChannel(Loop loop, RollbackHandler handler) {
        this.loop = loop;
        this.handler = handler;
    }

    @Incoming("commands")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> take(Message<byte[]> message) {
        Optional<Commanded> ours = ours(record(message));
        if (ours.isEmpty()) {
            return message.ack();
        }
        loop.post(() -> handler.onCommand(ours.get()).thenRun(message::ack));
        return CompletableFuture.completedFuture(null);
    }

    /** The command of a record, if it is for this service. */
    public static Optional<Commanded> ours(ConsumerRecord<byte[], byte[]> record) {
        try {
            boolean wanted = WireTypes.named(Headers.of(record).type())
                    .filter(type ->
                            type.record() == Command.RollBack.class || type.record() == Command.DecideRestore.class)
                    .isPresent();
            return wanted
                    ? Optional.of(CommandCodec.decode(record, JsonNodeFactory.instance.objectNode()))
                    : Optional.empty();
        } catch (Poison | Refusal e) {
            LOG.debugf(
                    "%s-%d@%d is left to traffic-service: %s", record.topic(), record.partition(), record.offset(), e);
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> record(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> ((IncomingKafkaRecordMetadata<byte[], byte[]>) metadata).getRecord())
                .orElseThrow(() -> new IllegalStateException("a message without its Kafka record"));
    }
}
