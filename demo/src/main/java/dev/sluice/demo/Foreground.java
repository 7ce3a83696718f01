package dev.sluice.demo;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/**
 * The life of a program in the foreground: it starts, prints one line of JSON, and is closed on SIGTERM or Ctrl-C. Bad
 * options end it with exit code 2 and one line that names the option; a failed start with 1.
 */
public final class Foreground {
    /** A started part: something to close, and the line that says where it can be reached. */
    public interface Running extends AutoCloseable {
        /** One line of JSON with at least the ports. */
        String startLine();

        @Override
        void close();
    }

    private Foreground() {}

    public static void run(Callable<? extends Running> start) {
        // Netty's direct access to memory prints four lines of warnings on Java 25, and this program does not need it.
        System.setProperty("io.netty.noUnsafe", "true");
        try {
            Running running = start.call();
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
            say(System.out, running.startLine());
        } catch (InvalidInput e) {
            say(System.err, String.valueOf(e.getMessage()));
            System.exit(2);
        } catch (Exception e) {
            say(System.err, "could not start: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Writes a line at once, also into a pipe. */
    public static void say(PrintStream stream, String line) {
        stream.println(line);
        stream.flush();
    }
}
