package dev.sluice.health.call;

import java.nio.charset.StandardCharsets;

/** A whole response over HTTP, whatever its status. */
public record Reply(int status, byte[] body) {
    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
