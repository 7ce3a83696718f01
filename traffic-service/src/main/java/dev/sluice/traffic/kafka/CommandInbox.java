package dev.sluice.traffic.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.kafka.DeadLetters;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.wire.CommandCodec;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.Topics;
import dev.sluice.traffic.config.TrafficConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Commands as they come from the topic: read, sent to the dead letters, or forwarded to where they belong. */
@ApplicationScoped
public class CommandInbox {
    private static final Logger LOG = Logger.getLogger(CommandInbox.class);
    private final Reader reader;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final JsonNode planDefaults;

    @Inject
    public CommandInbox(Reader reader, Outbox outbox, DeadLetters deadLetters, TrafficConfig config) {
        this.reader = reader;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.planDefaults =
                config.planDefaults().map(CommandInbox::defaults).orElse(JsonNodeFactory.instance.objectNode());
    }

    private static JsonNode defaults(Path file) {
        try {
            return PlanReader.tree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("sluice.traffic.plan-defaults: " + file + " can't be read", e);
        }
    }

    /** The fields that a plan gets when it has none of its own. */
    public JsonNode planDefaults() {
        return planDefaults;
    }

    /**
     * Hands a command on that belongs here. {@code done} completes at once when there is nothing to decide: the record is
     * a dead letter, or was forwarded under its target's key.
     */
    public void read(ConsumerRecord<byte[], byte[]> record, Consumer<Commanded> decide, CompletableFuture<Void> done) {
        Commanded command;
        try {
            command = CommandCodec.decode(record, planDefaults);
        } catch (Poison poison) {
            finish(deadLetters.send(record, String.valueOf(poison.getMessage())), done);
            return;
        }
        byte[] key = Partitions.key(command.target());
        boolean belongs = Arrays.equals(key, record.key()) && record.partition() == reader.partition(command.target());
        if (belongs) {
            decide.accept(command);
        } else {
            LOG.infof("command %s is forwarded under the key %s", command.id(), command.target());
            finish(
                    outbox.send(
                            new ProducerRecord<>(Topics.COMMANDS, null, null, key, record.value(), record.headers()),
                            Optional.empty()),
                    done);
        }
    }

    private static void finish(CompletionStage<Void> sent, CompletableFuture<Void> done) {
        sent.whenComplete((ok, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }
}
