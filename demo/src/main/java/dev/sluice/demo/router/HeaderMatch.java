package dev.sluice.demo.router;

import dev.sluice.demo.InvalidInput;
import io.vertx.core.MultiMap;

/** Requests whose header {@code name}, in any case, has exactly {@code value} go to the candidate. */
public record HeaderMatch(String name, String value) {
    public HeaderMatch {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}")) {
            throw new InvalidInput("headerMatch.name", "expected the name of an HTTP header");
        }
        if (value.isEmpty() || value.length() > 256) {
            throw new InvalidInput("headerMatch.value", "expected 1 to 256 characters");
        }
    }

    boolean matches(MultiMap headers) {
        return headers.getAll(name).contains(value);
    }
}
