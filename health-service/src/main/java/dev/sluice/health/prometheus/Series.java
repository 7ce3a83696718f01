package dev.sluice.health.prometheus;

import dev.sluice.events.plan.LabelMatchers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A selector of a plan as Prometheus is asked for it: one version's series alone. */
final class Series {
    private static final Pattern FORM =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{(.*)\\}\\s*)?", Pattern.DOTALL);

    private Series() {}

    /**
     * Throws {@link Malformed}, which says what was expected.
     *
     * @param selector as the plan has it
     * @param version the matchers that tell the version's series
     */
    static String of(String selector, String version) {
        return of(selector, "", version);
    }

    /** Those of a histogram, whose name may end with _bucket already. */
    static String buckets(String histogram, String version) {
        return of(histogram, "_bucket", version);
    }

    private static String of(String selector, String ending, String version) {
        Matcher form = FORM.matcher(selector);
        String matchers =
                form.matches() && form.group(2) != null ? form.group(2).strip().replaceFirst(",$", "") : "";
        if (!form.matches() || !(matchers.isEmpty() || LabelMatchers.wellFormed(matchers))) {
            throw new Malformed("expected a selector such as name{label=\"value\"}, found '" + selector + "'");
        }
        String name = form.group(1);
        String whole = name.endsWith(ending) ? name : name + ending;
        return whole + "{" + (matchers.isEmpty() ? "" : matchers + ",") + version.strip() + "}";
    }
}
