package dev.sluice.notifier;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.events.alert.Alert;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import dev.sluice.notifier.domain.Kind;
import dev.sluice.notifier.domain.Notice;
import dev.sluice.notifier.port.Destination;
import dev.sluice.notifier.port.Message;
import dev.sluice.notifier.text.Wording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells notices: first the alert topic, tried until the broker has it, then people. Runs on the loop, and so do its
 * stages.
 */
public final class Telling {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Codec CODEC = new Codec("notifier-service");
    private final Loop loop;
    private final Outbox outbox;
    private final Couriers couriers;
    private final Wording wording;
    private final Meters meters;

    /**
     * How far it is.
     *
     * @param alerted the alerts are on the topic, and what is for people is queued
     * @param told everything was delivered or given up
     */
    record Progress(CompletableFuture<Void> alerted, CompletableFuture<Void> told) {}

    public Telling(Loop loop, Outbox outbox, Couriers couriers, Wording wording, Meters meters) {
        this.loop = loop;
        this.outbox = outbox;
        this.couriers = couriers;
        this.wording = wording;
        this.meters = meters;
    }

    /** Stops without a word when {@code wanted} is done: the partition went to another instance. */
    Progress tell(List<Notice> notices, Future<Void> wanted) {
        Progress progress = new Progress(new CompletableFuture<>(), new CompletableFuture<>());
        step(notices, 0, wanted, progress, new ArrayList<>());
        return progress;
    }

    void lost(Predicate<Target> targets) {
        couriers.drop(targets);
    }

    private void step(
            List<Notice> notices,
            int index,
            Future<Void> wanted,
            Progress progress,
            List<CompletableFuture<Void>> deliveries) {
        if (wanted.isDone()) {
            return;
        }
        if (index == notices.size()) {
            progress.alerted().complete(null);
            CompletableFuture.allOf(deliveries.toArray(CompletableFuture[]::new))
                    .thenRun(() -> progress.told().complete(null));
            return;
        }
        Notice notice = notices.get(index);
        Alert alert = wording.say(notice);
        send(notice.id(), alert)
                .whenComplete((sent, failure) -> loop.post(() -> {
                    if (failure != null) {
                        loop.after(PAUSE, () -> step(notices, index, wanted, progress, deliveries));
                    } else if (!wanted.isDone()) {
                        meters.alerted(new Message(notice.id(), alert));
                        deliveries.addAll(people(notice, alert));
                        step(notices, index + 1, wanted, progress, deliveries);
                    }
                }));
    }

    private CompletionStage<Void> send(EventId id, Alert alert) {
        return outbox.send(CODEC.encode(id, alert.target(), alert), Optional.empty());
    }

    private List<CompletableFuture<Void>> people(Notice notice, Alert alert) {
        return notice.rollout().map(rollout -> Destination.of(rollout.plan().people())).orElse(List.of()).stream()
                .filter(destination -> notice.forPeople() || destination.everything())
                .map(destination -> deliver(destination, notice, alert))
                .toList();
    }

    private CompletableFuture<Void> deliver(Destination destination, Notice notice, Alert alert) {
        Message message = new Message(new EventId(notice.id() + "/" + destination.title()), alert);
        return couriers.deliver(destination, message, why -> givenUp(destination, notice, message, why))
                .toCompletableFuture();
    }

    /** What can't be delivered is kept as a dead letter, and said on the alert topic. */
    private CompletionStage<Void> givenUp(Destination destination, Notice notice, Message message, String why) {
        Alert alert = wording.say(new Notice(
                Kind.CHANNEL_FAILED,
                Alert.Action.INFORM,
                Alert.Severity.WARNING,
                notice.target() + ":channel/" + destination.title(),
                notice.target(),
                notice.about(),
                notice.rollout(),
                notice.occurrence(),
                notice.eventType(),
                notice.at(),
                Map.of("channel", destination.title(), "reason", why)));
        EventId id = new EventId(message.id() + "/given-up");
        return CompletableFuture.allOf(
                outbox.send(letter(message, why), Optional.empty()).toCompletableFuture(),
                send(id, alert).toCompletableFuture());
    }

    private static ProducerRecord<byte[], byte[]> letter(Message message, String why) {
        ProducerRecord<byte[], byte[]> alert =
                CODEC.encode(message.id(), message.alert().target(), message.alert());
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTERS, null, alert.key(), alert.value(), alert.headers());
        letter.headers().add("sluice-reason", why.getBytes(StandardCharsets.UTF_8));
        letter.headers().add("sluice-service", "notifier-service".getBytes(StandardCharsets.UTF_8));
        letter.headers().add("sluice-topic", Topics.ALERTS.getBytes(StandardCharsets.UTF_8));
        return letter;
    }
}
