package dev.sluice.notifier;

import dev.sluice.events.wire.Topics;
import dev.sluice.notifier.port.Channels;
import dev.sluice.notifier.port.Destination;
import dev.sluice.notifier.port.Message;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The outside of all instances together: the topics they write and the channels they reach. */
public final class Receivers implements Channels {
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final Map<String, List<Message>> delivered = new HashMap<>();
    private final Map<String, Function<Message, Outcome>> manners = new HashMap<>();
    private boolean brokerUp = true;

    public CompletionStage<Void> send(ProducerRecord<byte[], byte[]> record) {
        if (!brokerUp) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        sent.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public NotificationChannel open(Destination destination) {
        return message -> {
            Outcome outcome = manners.getOrDefault(destination.title(), m -> new Outcome.Delivered())
                    .apply(message);
            if (outcome instanceof Outcome.Delivered) {
                delivered
                        .computeIfAbsent(destination.title(), title -> new ArrayList<>())
                        .add(message);
            }
            return outcome;
        };
    }

    public void broker(boolean up) {
        brokerUp = up;
    }

    public void manner(String title, Function<Message, Outcome> manner) {
        manners.put(title, manner);
    }

    public List<String> delivered(String title) {
        return delivered.getOrDefault(title, List.of()).stream()
                .map(message -> message.alert().title())
                .toList();
    }

    public List<String> deliveredIds(String title) {
        return delivered.getOrDefault(title, List.of()).stream()
                .map(message -> message.id().text())
                .toList();
    }

    /** The ids of the records on the alert topic. */
    public List<String> alerts() {
        return ids(Topics.ALERTS);
    }

    public List<String> deadLetters() {
        return ids(Topics.DEAD_LETTERS);
    }

    private List<String> ids(String topic) {
        return sent.stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .toList();
    }
}
