package dev.sluice.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of the command line: its exit code and what it wrote. */
record Run(int code, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-02T10:00:20Z");

    /** Off a terminal, with nothing in the environment. */
    static Run of(String... arguments) {
        return in(Map.of(), "", false, arguments);
    }

    static Run with(PlayedService traffic, String... arguments) {
        return of(withUrl(traffic, arguments));
    }

    static Run onTerminal(PlayedService traffic, String... arguments) {
        return in(Map.of(), "", true, withUrl(traffic, arguments));
    }

    static Run in(Map<String, String> environment, String stdin, boolean terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                environment,
                terminal,
                true,
                Clock.fixed(NOW, ZoneOffset.UTC));
        int code = Sluice.run(around, arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private static String[] withUrl(PlayedService traffic, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url=" + traffic.url());
        return all.toArray(String[]::new);
    }
}
