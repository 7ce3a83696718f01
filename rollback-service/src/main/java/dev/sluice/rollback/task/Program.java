package dev.sluice.rollback.task;

import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A program that works on streams: what it reads and writes passes through here and never lies on a disk. It is ended
 * when the step is stopped. Secrets go by its environment, which other users can't read, never by its arguments.
 *
 * @param command the program and its arguments
 * @param environment what is set in its environment beside what this process has
 * @param removed a prefix of the variables of this process that it does not get
 * @param passing whether a complaint is about something that may pass
 */
public record Program(
        List<String> command, Map<String, String> environment, String removed, Predicate<String> passing) {
    private static final int COMPLAINT_MAX = 600;

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Feeds the program; it may end before it has read everything. */
    @FunctionalInterface
    public interface Feed {
        void into(OutputStream input) throws IOException, StoreFailure;
    }

    /** Takes what it writes, to the end. */
    @FunctionalInterface
    public interface Take {
        void from(InputStream output) throws IOException, StoreFailure;
    }

    /** Runs it to its end; fails with its complaint when it ends with anything but 0. */
    public void run(Feed feed, Take take, Task task) throws StoreFailure {
        Process process = start();
        try (Task.Cleared cleared = task.onStop(process::destroyForcibly)) {
            CompletableFuture<String> complaint =
                    CompletableFuture.supplyAsync(() -> complaint(process.getErrorStream()), Program::start);
            CompletableFuture<@Nullable StoreFailure> fed =
                    CompletableFuture.supplyAsync(() -> feed(process, feed), Program::start);
            try (InputStream output = process.getInputStream()) {
                take.from(output);
            }
            int exit = process.waitFor();
            @Nullable StoreFailure failure = fed.join();
            if (exit != 0) {
                throw ended(exit, complaint.join());
            }
            if (failure != null) {
                throw failure;
            }
        } catch (IOException e) {
            throw StoreFailure.passing("what " + name() + " writes can't be taken: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreFailure.passing(name() + " was stopped", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void start(Runnable work) {
        Threads.DATA.newThread(work).start();
    }

    private StoreFailure ended(int exit, String complaint) {
        String reason = name() + " ended with " + exit + ": " + complaint;
        return passing.test(complaint)
                ? StoreFailure.passing(reason, new IOException(complaint))
                : StoreFailure.lasting(reason);
    }

    private Process start() throws StoreFailure {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> !removed.isEmpty() && name.startsWith(removed));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw StoreFailure.lasting(
                    name() + " can't be started; is it installed where rollback-service runs? " + e.getMessage());
        }
    }

    private String name() {
        return command.getFirst();
    }

    /** A pipe that breaks is not a failure of its own: the program's exit says whether it had what it needed. */
    private static @Nullable StoreFailure feed(Process process, Feed feed) {
        try (OutputStream input = new Pipe(process.getOutputStream())) {
            feed.into(input);
            return null;
        } catch (StoreFailure e) {
            process.destroyForcibly();
            return e;
        } catch (BrokenPipe e) {
            return null;
        } catch (IOException e) {
            process.destroyForcibly();
            return StoreFailure.lasting("the backup can't be read: " + e.getMessage());
        }
    }

    private static String complaint(InputStream errors) {
        try {
            String text = new String(errors.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.length() > COMPLAINT_MAX ? text.substring(0, COMPLAINT_MAX) + "…" : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class BrokenPipe extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenPipe(IOException cause) {
            super(cause);
        }
    }

    /** Tells a pipe that broke from a source that can't be read. */
    private static final class Pipe extends OutputStream {
        private final OutputStream pipe;

        Pipe(OutputStream pipe) {
            this.pipe = pipe;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                pipe.write(bytes, from, length);
            } catch (IOException e) {
                throw new BrokenPipe(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                pipe.close();
            } catch (IOException e) {
                throw new BrokenPipe(e);
            }
        }
    }
}
