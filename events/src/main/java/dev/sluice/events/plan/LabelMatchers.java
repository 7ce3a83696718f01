package dev.sluice.events.plan;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import java.util.regex.Pattern;

/** Matchers of labels as they stand between the braces of a selector in Prometheus. */
public final class LabelMatchers {
    private static final int LENGTH_MAX = 1_024;
    private static final String MATCHER =
            "\\s*[a-zA-Z_][a-zA-Z0-9_]*\\s*(?:=~|!~|!=|=)\\s*\"(?:[^\"\\\\\\n]|\\\\[^\\n])*+\"\\s*";
    private static final Pattern FORM = Pattern.compile(MATCHER + "(?:," + MATCHER + ")*+");

    private LabelMatchers() {}

    /** Whether it is a list of at least one matcher, and nothing else. */
    public static boolean wellFormed(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    static void check(String field, String text) {
        Require.that(
                wellFormed(text),
                field,
                "expected label matchers such as job=\"shop\",version=~\"2.*\", at most " + LENGTH_MAX
                        + " characters, found " + Refusal.shown(text));
    }
}
