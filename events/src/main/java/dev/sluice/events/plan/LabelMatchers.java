package dev.sluice.events.plan;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Matchers of labels as they stand between the braces of a selector in Prometheus. */
public final class LabelMatchers {
    private static final int LENGTH_MAX = 1_024;
    /** A label, its operator (group 1) and its value between the quotes (group 2). */
    private static final String MATCHER =
            "\\s*[a-zA-Z_][a-zA-Z0-9_]*\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\\\n]|\\\\[^\\n])*+)\"\\s*";

    private static final Pattern FORM = Pattern.compile(MATCHER + "(?:," + MATCHER + ")*+");
    private static final Pattern EACH = Pattern.compile("\\G" + MATCHER + ",?");
    private static final Pattern SELECTOR =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{(.*)\\}\\s*)?", Pattern.DOTALL);

    /**
     * A selector of series in its two parts.
     *
     * @param matchers as they stand between the braces; empty where there are none
     */
    public record Selected(String name, String matchers) {}

    private LabelMatchers() {}

    /** Whether it is a list of at least one matcher, and nothing else. */
    public static boolean wellFormed(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    /** The parts of a selector such as {@code name{label="value"}}; empty when it is none. */
    public static Optional<Selected> selected(String text) {
        Matcher form = SELECTOR.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String matchers = form.group(2) == null ? "" : form.group(2).strip().replaceFirst(",$", "");
        return matchers.isEmpty() || wellFormed(matchers)
                ? Optional.of(new Selected(form.group(1), matchers))
                : Optional.empty();
    }

    /** Throws {@link Refusal} unless it is a selector of series, whose regular expressions can be read. */
    static void selector(String field, String text) {
        Selected selected = selected(text)
                .orElseThrow(() -> new Refusal(
                        field,
                        "expected a selector such as name{label=\"value\",other=~\"5..\"}, found "
                                + Refusal.shown(text)));
        Matcher each = EACH.matcher(selected.matchers());
        while (each.find()) {
            if (each.group(1).endsWith("~")) {
                compilable(field, each.group(2));
            }
        }
    }

    private static void compilable(String field, String written) {
        try {
            Re2.compile(written.replaceAll("\\\\([\\\\\"])", "$1"));
        } catch (PatternSyntaxException e) {
            throw new Refusal(
                    field,
                    "expected a regular expression after =~ or !~, found " + Refusal.shown(written) + ": "
                            + e.getDescription());
        }
    }

    static void check(String field, String text) {
        Require.that(
                wellFormed(text),
                field,
                "expected label matchers such as job=\"shop\",version=~\"2.*\", at most " + LENGTH_MAX
                        + " characters, found " + Refusal.shown(text));
    }
}
