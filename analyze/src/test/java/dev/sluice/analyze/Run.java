package dev.sluice.analyze;

import dev.sluice.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** One run of the command, off a terminal. */
record Run(int code, String out, String err) {
    static Run of(String... arguments) {
        return at(Given.T, arguments);
    }

    /** At this moment by the wall clock. */
    static Run at(Instant now, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out),
                new PrintWriter(err),
                Map.of(),
                false,
                true,
                Clock.fixed(now, ZoneOffset.UTC));
        int code = Main.run(around, arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
