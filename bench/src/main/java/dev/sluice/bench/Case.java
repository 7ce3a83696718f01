package dev.sluice.bench;

import java.util.Locale;

/**
 * What was measured of one thing, beside what is promised of it and what can't be faster.
 *
 * @param floor measured in the same run
 * @param floorIs what the floor is, in a few words
 */
record Case(String name, Sample sample, double goalMs, Sample floor, String floorIs) {
    static String header() {
        return String.format(
                Locale.ROOT,
                "%-58s %6s %9s %9s %9s %14s %9s %6s  %s",
                "",
                "runs",
                "p50 ms",
                "p90 ms",
                "max ms",
                "goal p50 ms",
                "floor p50",
                "ratio",
                "the floor is");
    }

    boolean reached() {
        return sample.medianMs() < goalMs;
    }

    double ratio() {
        return sample.medianMs() / floor.medianMs();
    }

    String line() {
        return sample.row(name)
                + String.format(
                        Locale.ROOT,
                        " %14s %9.2f %6.1f  %s",
                        String.format(Locale.ROOT, "%.0f %s", goalMs, reached() ? "reached" : "MISSED"),
                        floor.medianMs(),
                        ratio(),
                        floorIs);
    }
}
