package dev.sluice.notifier.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders such as {@code {version}}. What is not known is said to be unknown, never left out and never
 * made up. Values are put in as they are and are not looked at for placeholders again.
 *
 * @param title the first line of the file
 * @param body the rest, from the third line on
 */
record Template(String title, String body) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

    static Template load(String name) {
        try (InputStream file = Words.resource(name)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            int end = text.indexOf('\n');
            return end < 0
                    ? new Template(text, "")
                    : new Template(text.substring(0, end), text.substring(end).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    static String fill(String text, Map<String, String> values, String unknown) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        return placeholder.replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), unknown)));
    }

    Set<String> placeholders() {
        Set<String> names = new TreeSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(title + body);
        while (placeholder.find()) {
            names.add(placeholder.group(1));
        }
        return names;
    }
}
