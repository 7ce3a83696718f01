package dev.sluice.local;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities of the topic list, which always carry their unit; a bare number is refused by the field's name. */
final class Units {
    private static final Pattern DAYS = Pattern.compile("(\\d{1,4})d");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,4})(KiB|MiB)");

    private Units() {}

    static Duration days(String field, String text) {
        return Duration.ofDays(
                Long.parseLong(match(DAYS, field, text, "days such as 7d").group(1)));
    }

    static int bytes(String field, String text) {
        Matcher matcher = match(BYTES, field, text, "a size such as 64KiB or 1MiB");
        int unit = matcher.group(2).equals("KiB") ? 1 << 10 : 1 << 20;
        return Math.multiplyExact(Integer.parseInt(matcher.group(1)), unit);
    }

    private static Matcher match(Pattern pattern, String field, String text, String expected) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("%s: expected %s, got %s".formatted(field, expected, text));
        }
        return matcher;
    }
}
