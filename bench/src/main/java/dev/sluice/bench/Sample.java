package dev.sluice.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times in nanoseconds, and their order statistics. */
public record Sample(long[] nanos) {
    public Sample {
        nanos = nanos.clone();
        Arrays.sort(nanos);
    }

    /** How many there are. */
    public int count() {
        return nanos.length;
    }

    /** The nearest-rank quantile, in milliseconds; q in (0, 1]. */
    public double quantileMs(double q) {
        int rank = (int) Math.ceil(q * nanos.length);
        return nanos[Math.max(0, rank - 1)] / 1e6;
    }

    public double medianMs() {
        return quantileMs(0.5);
    }

    String row(String name) {
        return String.format(
                Locale.ROOT,
                "%-58s %6d %9.2f %9.2f %9.2f",
                name,
                nanos.length,
                medianMs(),
                quantileMs(0.9),
                nanos[nanos.length - 1] / 1e6);
    }
}
