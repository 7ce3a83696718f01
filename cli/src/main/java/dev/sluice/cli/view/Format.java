package dev.sluice.cli.view;

import dev.sluice.events.value.Refusal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** For whom a result is written: people, or programs. */
public enum Format {
    TABLE,
    JSON,
    YAML;

    public static Format parse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal("--output", "expected table, json or yaml, found " + Refusal.shown(text)));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words, for the completion script. */
    public static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("table", "json", "yaml").iterator();
        }
    }
}
