package dev.sluice.health.prometheus;

import dev.sluice.events.plan.LabelMatchers;

/** A selector of a plan as Prometheus is asked for it: one version's series alone. */
final class Series {
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
        LabelMatchers.Selected selected = LabelMatchers.selected(selector)
                .orElseThrow(() ->
                        new Malformed("expected a selector such as name{label=\"value\"}, found '" + selector + "'"));
        String name = selected.name();
        String matchers = selected.matchers();
        String whole = name.endsWith(ending) ? name : name + ending;
        return whole + "{" + (matchers.isEmpty() ? "" : matchers + ",") + version.strip() + "}";
    }
}
