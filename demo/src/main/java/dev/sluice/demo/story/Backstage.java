package dev.sluice.demo.story;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/**
 * The demo's temporary folder, and everything that has to be ended: last in, first out, whether the demo succeeds, fails,
 * or is interrupted. The folder goes with it unless the demo failed.
 */
final class Backstage {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Path home;
    private final long begunNanos = System.nanoTime();
    private final Deque<AutoCloseable> used = new ArrayDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread performer = Thread.currentThread();
    private boolean closed;

    private Backstage(Path home) {
        this.home = home;
    }

    /** A new folder; from now on an interrupt of the program ends what is in use. */
    static Backstage open() {
        try {
            Backstage backstage = new Backstage(Files.createTempDirectory("sluice-demo-"));
            logTo(Files.createDirectories(backstage.logs()).resolve("demo.log"));
            Runtime.getRuntime().addShutdownHook(new Thread(backstage::interrupted, "end-of-demo"));
            return backstage;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no temporary folder to be had", e);
        }
    }

    /** What libraries say in this process: for whoever looks for a fault, not for the screen. */
    private static void logTo(Path file) throws IOException {
        String settings = """
                handlers=java.util.logging.FileHandler
                java.util.logging.FileHandler.pattern=%s
                java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
                .level=INFO
                """.formatted(file);
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
    }

    Path home() {
        return home;
    }

    Path logs() {
        return home.resolve("logs");
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    synchronized <T extends AutoCloseable> T use(T part) {
        used.push(part);
        return part;
    }

    void close() {
        end();
        remove();
    }

    void closeAfterFailure(Screen screen, String why) {
        if (isClosed()) {
            return; // interrupted: what fails now fails because its parts are being ended
        }
        screen.line(Screen.Tone.BAD, "the demo failed: " + why);
        screen.line("what was logged is kept in " + logs());
        end();
    }

    /** The performer touches nothing any more. */
    void over() {
        over.countDown();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void interrupted() {
        if (over.getCount() == 0) {
            return;
        }
        synchronized (this) {
            closed = true;
        }
        performer.interrupt();
        end();
        awaitPerformer();
        // What the performer had just begun to start when the first round ended everything.
        end();
        remove();
    }

    private void awaitPerformer() {
        try {
            if (!over.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("the demo did not stop within " + LAST_WORDS.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        for (AutoCloseable part : parts()) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("could not be ended: " + e.getMessage());
            }
        }
    }

    private synchronized List<AutoCloseable> parts() {
        return List.copyOf(used);
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("the folder " + home + " could not be removed: " + e.getMessage());
        }
    }
}
