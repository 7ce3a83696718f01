package dev.sluice.demo.router;

import dev.sluice.demo.InvalidInput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One server of a side. */
public record Upstream(String host, int port) {
    private static final Pattern HOST_PORT = Pattern.compile("([A-Za-z0-9.-]+):(\\d{1,5})");

    public Upstream {
        if (port < 1 || port > 65_535) {
            throw new InvalidInput("upstream", "expected a port from 1 to 65535, got " + port);
        }
    }

    static Upstream read(String field, String text) {
        Matcher matcher = HOST_PORT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput(field, "expected host:port, got \"" + text + "\"");
        }
        return new Upstream(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
}
