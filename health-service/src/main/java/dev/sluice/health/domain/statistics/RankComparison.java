package dev.sluice.health.domain.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Whether the numbers of one sample lie elsewhere than those of another, and by how much, without an assumption of how they
 * are distributed.
 *
 * @param pValue of the two-sided Mann-Whitney test: exact for small samples without ties, else by the normal approximation
 *     with the corrections for ties and continuity (Apache Commons Statistics)
 * @param shift the Hodges-Lehmann estimate: the median of all differences of a number of the first and one of the second,
 *     computed exactly and so at any scale (Hollander and Wolfe, Nonparametric Statistical Methods, 4.2)
 */
public record RankComparison(double pValue, double shift) {
    /** Throws IllegalArgumentException when one of them is empty. */
    public static RankComparison of(List<Double> first, List<Double> second) {
        double[] x = first.stream().mapToDouble(Double::doubleValue).toArray();
        double[] y = second.stream().mapToDouble(Double::doubleValue).toArray();
        if (x.length == 0 || y.length == 0) {
            throw new IllegalArgumentException("expected numbers on both sides");
        }
        return new RankComparison(pValue(x, y), medianDifference(x, y));
    }

    /** The Hodges-Lehmann estimate alone; of two samples that are not empty. */
    public static double shift(List<Double> first, List<Double> second) {
        return medianDifference(
                first.stream().mapToDouble(Double::doubleValue).toArray(),
                second.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double pValue(double[] x, double[] y) {
        double first = x[0];
        // Where all are equal there is no rank to speak of, and the approximation has no variance.
        boolean same = DoubleStream.concat(Arrays.stream(x), Arrays.stream(y)).allMatch(each -> each == first);
        return same ? 1 : MannWhitneyUTest.withDefaults().test(x, y).getPValue();
    }

    private static double medianDifference(double[] x, double[] y) {
        double[] differences = new double[x.length * y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                differences[i * y.length + j] = x[i] - y[j];
            }
        }
        Arrays.sort(differences);
        int middle = differences.length / 2;
        return differences.length % 2 == 1
                ? differences[middle]
                : differences[middle - 1] + (differences[middle] - differences[middle - 1]) / 2;
    }
}
