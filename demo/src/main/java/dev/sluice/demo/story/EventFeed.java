package dev.sluice.demo.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The event stream of one rollout, read in the background; a lost connection is taken up where it was. */
final class EventFeed implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Api api;
    private final URI uri;
    private final BlockingQueue<String> data = new LinkedBlockingQueue<>();
    private final Thread reader;
    private Optional<String> place = Optional.empty();

    EventFeed(Api api, URI uri) {
        this.api = api;
        this.uri = uri;
        this.reader = Thread.ofVirtual().name("event-feed").start(this::read);
    }

    /** The next event; empty when none came within {@code patience}. */
    Optional<Told> next(Duration patience) {
        try {
            return Optional.ofNullable(data.poll(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .flatMap(Told::read);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailed("interrupted", e);
        }
    }

    private void read() {
        while (!Thread.currentThread().isInterrupted()) {
            try (InputStream body = api.stream(uri, place)) {
                read(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
            } catch (IOException e) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void read(BufferedReader lines) throws IOException {
        StringBuilder event = new StringBuilder();
        String id = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = line.substring("id:".length()).strip();
            } else if (line.startsWith("data:")) {
                event.append(line.substring("data:".length()).strip());
            } else if (line.isEmpty() && !event.isEmpty()) {
                data.add(event.toString());
                place = Optional.of(id).filter(text -> !text.isEmpty()).or(() -> place);
                event.setLength(0);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
