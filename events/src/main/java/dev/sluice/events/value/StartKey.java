package dev.sluice.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** What makes two deliveries the same start: the Idempotency-Key, or the command's own id. 1 to 128 printable characters. */
public record StartKey(@JsonValue String text) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");

    @JsonCreator
    public StartKey {
        Require.matching("idempotencyKey", text, FORM, "1 to 128 printable ASCII characters without spaces");
    }

    @Override
    public String toString() {
        return text;
    }
}
