package dev.sluice.notifier;

import dev.sluice.chassis.Loop;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import dev.sluice.notifier.port.Channels;
import dev.sluice.notifier.port.Destination;
import dev.sluice.notifier.port.Message;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages to their destinations: those of one destination one after the other, different destinations at the
 * same time. A message is tried again with growing pauses until it is delivered, refused, or too old. What was done once
 * by this instance is not done again.
 */
public final class Couriers {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int REMEMBERED = 10_000;
    private final Loop loop;
    private final Channels channels;
    private final Executor calls;
    private final Duration giveUpAfter;
    private final Meters meters;
    private final Map<Destination, Courier> couriers = new HashMap<>();
    private final Map<EventId, CompletableFuture<Void>> known = new LinkedHashMap<>();

    /** What happens to a message that is given up; the delivery is done when its stage is. */
    interface GivenUp {
        CompletionStage<Void> after(String why);
    }

    private record Parcel(Message message, GivenUp givenUp, CompletableFuture<Void> done, long queuedNanos) {}

    private final class Courier {
        private final Destination destination;
        private final NotificationChannel channel;
        private final Deque<Parcel> parcels = new ArrayDeque<>();
        private boolean busy;
        private int failures;
        private Optional<String> gone = Optional.empty();

        private Courier(Destination destination) {
            this.destination = destination;
            this.channel = channels.open(destination);
        }
    }

    public Couriers(Loop loop, Channels channels, Executor calls, Duration giveUpAfter, Meters meters) {
        this.loop = loop;
        this.channels = channels;
        this.calls = calls;
        this.giveUpAfter = giveUpAfter;
        this.meters = meters;
    }

    /** Queues the message; the stage completes on the loop when it was delivered, or given up with what follows. */
    CompletionStage<Void> deliver(Destination destination, Message message, GivenUp givenUp) {
        CompletableFuture<Void> before = known.get(message.id());
        if (before != null) {
            return before;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        remember(message.id(), done);
        Courier courier = couriers.computeIfAbsent(destination, Courier::new);
        courier.parcels.add(new Parcel(message, givenUp, done, loop.nanoTime()));
        next(courier);
        return done;
    }

    /**
     * Forgets what is queued for targets that another instance tells from now on. A try that is under way may still
     * arrive; the next owner's has the same id.
     */
    void drop(Predicate<Target> targets) {
        for (Courier courier : couriers.values()) {
            List<Parcel> dropped = courier.parcels.stream()
                    .filter(parcel -> targets.test(parcel.message().alert().target()))
                    .toList();
            dropped.forEach(parcel -> {
                known.remove(parcel.message().id());
                parcel.done().cancel(false);
            });
            boolean first = dropped.contains(courier.parcels.peek());
            courier.parcels.removeAll(dropped);
            if (first) {
                courier.busy = false;
                next(courier);
            }
        }
    }

    private void remember(EventId id, CompletableFuture<Void> done) {
        known.put(id, done);
        if (known.size() > REMEMBERED) {
            known.values().removeIf(CompletableFuture::isDone);
        }
    }

    private void next(Courier courier) {
        Parcel parcel = courier.parcels.peek();
        if (courier.busy || parcel == null) {
            return;
        }
        courier.busy = true;
        courier.failures = 0;
        courier.gone.ifPresentOrElse(why -> giveUp(courier, parcel, why), () -> attempt(courier, parcel));
    }

    private void attempt(Courier courier, Parcel parcel) {
        if (parcel.done().isDone()) {
            return;
        }
        CompletableFuture.supplyAsync(() -> courier.channel.deliver(parcel.message()), calls)
                .whenComplete((outcome, failure) -> loop.post(() -> judge(courier, parcel, outcome, failure)));
    }

    private void judge(Courier courier, Parcel parcel, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (parcel.done().isDone()) {
            return;
        }
        Outcome seen = outcome == null ? new Outcome.Refused("the adapter failed: " + failure) : outcome;
        switch (seen) {
            case Outcome.Delivered delivered -> {
                meters.delivered(courier.destination, Duration.ofNanos(loop.nanoTime() - parcel.queuedNanos()));
                finish(courier, parcel);
            }
            case Outcome.Later later -> again(courier, parcel, later);
            case Outcome.Refused refused -> giveUp(courier, parcel, refused.why());
            case Outcome.Gone away -> {
                courier.gone = Optional.of(away.why());
                giveUp(courier, parcel, away.why());
            }
        }
    }

    private void again(Courier courier, Parcel parcel, Outcome.Later later) {
        Duration growing = growing(courier.failures++);
        Duration wait =
                later.pause().filter(named -> named.compareTo(growing) > 0).orElse(growing);
        Duration age = Duration.ofNanos(loop.nanoTime() - parcel.queuedNanos());
        if (age.plus(wait).compareTo(giveUpAfter) > 0) {
            giveUp(courier, parcel, later.why() + ", for " + age.toSeconds() + " s");
            return;
        }
        meters.retried(courier.destination);
        loop.after(wait, () -> attempt(courier, parcel));
    }

    private static Duration growing(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 6));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void giveUp(Courier courier, Parcel parcel, String why) {
        meters.givenUp(courier.destination, parcel.message(), why);
        parcel.givenUp().after(why).whenComplete((done, failure) -> loop.post(() -> finish(courier, parcel)));
    }

    private void finish(Courier courier, Parcel parcel) {
        if (parcel.done().isDone()) {
            return;
        }
        courier.parcels.remove(parcel);
        courier.busy = false;
        parcel.done().complete(null);
        next(courier);
    }
}
