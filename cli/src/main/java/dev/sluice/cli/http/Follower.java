package dev.sluice.cli.http;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Follows a stream of events over as many connections as it takes: after a lost one it connects again and asks for what
 * came after the last event that was seen. Each event is given once, also when the service sends it again.
 */
public final class Follower implements AutoCloseable {
    private static final Duration WAIT_FIRST = Duration.ofMillis(100);
    private static final Duration WAIT_MOST = Duration.ofSeconds(2);

    /** What the first connection owes. */
    public enum Beginning {
        /** It must succeed: there is nothing yet to hold on to. */
        MUST_CONNECT,
        /** It may fail, and the rollout may not be known yet: it was asked for a moment ago. */
        MAY_WAIT
    }

    private sealed interface Item {
        record Event(StreamedEvent event) implements Item {}

        record Broken(Failure failure) implements Item {}
    }

    private final HttpApi api;
    private final String path;
    private final Beginning beginning;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<EventStream> open = Optional.empty();
    private final Map<String, Long> seen = new HashMap<>();
    private Optional<String> lastId;
    private volatile boolean connected;
    private boolean everConnected;

    /** Starts to follow after {@code from}, or from the first event that the service knows. */
    public Follower(HttpApi api, String path, Optional<String> from, Beginning beginning) {
        this.api = api;
        this.path = path;
        this.lastId = from;
        this.beginning = beginning;
        from.ifPresent(this::isNew);
        Thread.ofVirtual().name("follow " + path).start(this::run);
    }

    /** The next event, or nothing after that long. Throws when there is nothing to be hoped for. */
    public Optional<StreamedEvent> next(Duration atMost) {
        try {
            Item item = items.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return switch (item) {
                case null -> Optional.empty();
                case Item.Event event -> Optional.of(event.event());
                case Item.Broken broken -> throw broken.failure();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNEXPECTED, "interrupted while following events", e);
        }
    }

    public boolean connected() {
        return connected;
    }

    private void run() {
        Duration wait = WAIT_FIRST;
        try {
            do {
                wait = connectAndRead() ? WAIT_FIRST : longer(wait);
            } while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (Failure e) {
            items.add(new Item.Broken(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            items.add(new Item.Broken(new Failure(ExitCode.UNEXPECTED, "following events failed: " + e, e)));
        }
    }

    private static Duration longer(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(WAIT_MOST) > 0 ? WAIT_MOST : doubled;
    }

    /** One connection, to its end. False when it brought nothing, so that the next try comes later. */
    private boolean connectAndRead() {
        boolean fruitful = false;
        try (EventStream stream = api.open(path, lastId)) {
            open = Optional.of(stream);
            connected = true;
            everConnected = true;
            for (Optional<StreamedEvent> event = stream.next(); event.isPresent(); event = stream.next()) {
                event.filter(next -> isNew(next.id())).ifPresent(next -> items.add(new Item.Event(next)));
                fruitful = true;
            }
            return fruitful;
        } catch (IOException e) {
            return fruitful; // the connection was lost: the next one asks for what is missing
        } catch (Failure e) {
            if (!worthAnotherTry(e)) {
                throw e;
            }
            return false;
        } finally {
            connected = false;
            open = Optional.empty();
        }
    }

    private boolean worthAnotherTry(Failure failure) {
        boolean passing = failure.code() == ExitCode.UNAVAILABLE
                || (failure instanceof HttpFailure answer && (answer.status() == 404 || answer.status() >= 500));
        return passing && (everConnected || beginning == Beginning.MAY_WAIT);
    }

    /** Whether an id was not seen yet; ids of one partition only grow. An id of another form is always new. */
    private boolean isNew(String id) {
        int colon = id.indexOf(':');
        if (colon < 1 || !id.substring(colon + 1).matches("\\d{1,18}")) {
            return true;
        }
        long offset = Long.parseLong(id.substring(colon + 1));
        Long before = seen.get(id.substring(0, colon));
        if (before != null && before >= offset) {
            return false;
        }
        seen.put(id.substring(0, colon), offset);
        lastId = Optional.of(id);
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        open.ifPresent(Follower::closed);
    }

    private static void closed(EventStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // it is given up anyway
        }
    }
}
