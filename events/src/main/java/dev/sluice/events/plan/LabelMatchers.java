package dev.sluice.events.plan;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Matchers of labels as they stand between the braces of a selector in Prometheus. */
public final class LabelMatchers {
    private static final int LENGTH_MAX = 1_024;
    private static final String MATCHER =
            "\\s*[a-zA-Z_][a-zA-Z0-9_]*\\s*(?:=~|!~|!=|=)\\s*\"(?:[^\"\\\\\\n]|\\\\[^\\n])*+\"\\s*";
    private static final Pattern FORM = Pattern.compile(MATCHER + "(?:," + MATCHER + ")*+");

    private static final Pattern SELECTOR =
            Pattern.compile("\\s*[a-zA-Z_:][a-zA-Z0-9_:]*\\s*(?:\\{(.*)\\}\\s*)?", Pattern.DOTALL);
    private static final Pattern EACH = Pattern.compile(
            "\\G\\s*[a-zA-Z_][a-zA-Z0-9_]*\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\\\n]|\\\\[^\\n])*+)\"\\s*,?");

    private LabelMatchers() {}

    /** Whether it is a list of at least one matcher, and nothing else. */
    public static boolean wellFormed(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    /** Throws {@link Refusal} unless it is a selector of series: a name, and matchers in braces where there are any. */
    static void selector(String field, String text) {
        Matcher selector = SELECTOR.matcher(text);
        String expected =
                "expected a selector such as name{label=\"value\",other=~\"5..\"}, found " + Refusal.shown(text);
        Require.that(selector.matches(), field, expected);
        String matchers =
                selector.group(1) == null ? "" : selector.group(1).strip().replaceFirst(",$", "");
        Require.that(matchers.isEmpty() || wellFormed(matchers), field, expected);
        Matcher each = EACH.matcher(matchers);
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
