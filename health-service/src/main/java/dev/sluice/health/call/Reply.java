package dev.sluice.health.call;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** A whole response over HTTP, whatever its status. */
public record Reply(int status, HttpHeaders headers, byte[] body) {
    /** Whether the caller is not known there, or not allowed to read. */
    public boolean noRight() {
        return status == 401 || status == 403;
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
