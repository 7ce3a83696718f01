package dev.sluice.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of a program: {@code --name value} or {@code --name=value}, and where an option is absent the environment
 * variable {@code PREFIX_NAME}. An unknown option or an unreadable value throws {@link InvalidInput} with its name.
 */
public final class Settings {
    private final Map<String, String> values;
    private final String prefix;
    private final Map<String, String> environment;

    private Settings(Map<String, String> values, String prefix, Map<String, String> environment) {
        this.values = Map.copyOf(values);
        this.prefix = prefix;
        this.environment = environment;
    }

    /** Reads {@code arguments}; {@code known} are the option names without dashes. */
    public static Settings read(String[] arguments, Map<String, String> environment, String prefix, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!name.startsWith("--") || !known.contains(name.substring(2))) {
                throw new InvalidInput(name, "unknown option, expected one of " + sorted(known));
            }
            if (equals < 0 && i + 1 == arguments.length) {
                throw new InvalidInput(name, "expected a value after it");
            }
            values.put(name.substring(2), equals < 0 ? arguments[++i] : argument.substring(equals + 1));
        }
        return new Settings(values, prefix, environment);
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().map(name -> "--" + name).toList();
    }

    public Optional<String> text(String name) {
        String variable = prefix + "_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Optional.ofNullable(values.get(name)).or(() -> Optional.ofNullable(environment.get(variable)));
    }

    /** A port, 0 (choose a free one) to 65535. */
    public int port(String name, int fallback) {
        return (int) number(name, fallback, 65_535);
    }

    /** A whole number from 0 to {@code max}. */
    public long number(String name, long fallback, long max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        String digits = text.get();
        if (!digits.matches("\\d{1,18}") || Long.parseLong(digits) > max) {
            throw new InvalidInput(
                    "--" + name, "expected a whole number from 0 to " + max + ", got \"" + digits + "\"");
        }
        return Long.parseLong(digits);
    }

    public Duration time(String name, Duration fallback) {
        return text(name).map(text -> Quantities.time("--" + name, text)).orElse(fallback);
    }

    /** A comma-separated list; empty when the option is absent. */
    public List<String> list(String name) {
        return text(name).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
