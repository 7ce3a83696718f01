package dev.sluice.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of the command line stands in, so that tests can put it elsewhere.
 *
 * @param terminal whether a person watches standard output on a terminal that can move its cursor
 * @param unicode whether that terminal shows more than ASCII
 */
public record Surroundings(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        boolean terminal,
        boolean unicode,
        Clock clock) {
    /** Those of this process. What is piped is UTF-8, whatever the locale; a terminal gets its own encoding. */
    public static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal() && !"dumb".equals(environment.get("TERM"));
        Charset charset = console != null && terminal ? console.charset() : StandardCharsets.UTF_8;
        return new Surroundings(
                System.in,
                writer(FileDescriptor.out, charset),
                writer(FileDescriptor.err, charset),
                environment,
                terminal,
                charset.equals(StandardCharsets.UTF_8),
                Clock.system(ZoneId.systemDefault()));
    }

    private static PrintWriter writer(FileDescriptor descriptor, Charset charset) {
        return new PrintWriter(new FileOutputStream(descriptor), true, charset);
    }

    /** A variable that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
