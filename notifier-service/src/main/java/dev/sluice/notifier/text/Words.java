package dev.sluice.notifier.text;

import dev.sluice.events.plan.People;
import dev.sluice.events.value.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The words and formats of one language. A word that a file lacks is a bug, which the tests find. */
public final class Words {
    public static final Words ENGLISH = new Words("en");
    public static final Words CHINESE = new Words("zh");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);
    private final String code;
    private final Properties words;

    private Words(String code) {
        this.code = code;
        this.words = load("words/" + code + ".properties");
    }

    public static Words of(People.Language language) {
        return switch (language) {
            case ENGLISH -> ENGLISH;
            case CHINESE -> CHINESE;
        };
    }

    /** {@code en} or {@code zh}. */
    public String code() {
        return code;
    }

    public String get(String key) {
        String word = words.getProperty(key);
        if (word == null) {
            throw new IllegalStateException("no word for " + key + " in " + code);
        }
        return word;
    }

    /** A sentence with its placeholders filled. */
    public String get(String key, Map<String, String> values) {
        return Template.fill(get(key), values, unknown());
    }

    public String unknown() {
        return get("unknown");
    }

    public String orUnknown(Optional<String> value) {
        return value.filter(text -> !text.isBlank()).orElseGet(this::unknown);
    }

    public String time(Instant at) {
        return TIME.format(at);
    }

    /** To the millisecond, as the journal has it. */
    public String exact(Instant at) {
        return EXACT.format(at);
    }

    /** Whole seconds above ten of them. */
    public String duration(Duration time) {
        Duration shown = time.isNegative() ? Duration.ZERO : time;
        return new Span(shown.compareTo(Duration.ofSeconds(10)) < 0 ? shown : Duration.ofSeconds(shown.toSeconds()))
                .toString();
    }

    static InputStream resource(String name) {
        InputStream found = Words.class.getClassLoader().getResourceAsStream(name);
        if (found == null) {
            throw new IllegalStateException("the resource " + name + " is missing");
        }
        return found;
    }

    private static Properties load(String name) {
        Properties read = new Properties();
        try (InputStreamReader text = new InputStreamReader(resource(name), StandardCharsets.UTF_8)) {
            read.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        return read;
    }
}
