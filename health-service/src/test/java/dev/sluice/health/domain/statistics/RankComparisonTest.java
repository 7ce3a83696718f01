package dev.sluice.health.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what the documentation of R's wilcox.test gives for the examples in it. */
class RankComparisonTest {
    /** Permeability of a membrane at term and between 12 and 26 weeks: Hollander and Wolfe, table 4.1. */
    private static final List<Double> TERM = List.of(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46);

    private static final List<Double> EARLY = List.of(1.15, 0.88, 0.90, 0.74, 1.21);

    /** Ozone in New York in May and in August 1973, R's data set airquality. */
    private static final List<Double> MAY =
            numbers(41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37);

    private static final List<Double> AUGUST = numbers(
            39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85);

    private static List<Double> numbers(double... numbers) {
        return DoubleStream.of(numbers).boxed().toList();
    }

    private static List<Double> scaled(List<Double> numbers, double by) {
        return numbers.stream().map(each -> each * by).toList();
    }

    /** R: W = 35, p-value = 0.1272 one-sided, and 0.2544 two-sided; difference in location 0.305. */
    @Test
    void agreesWithROnAnExactTest() {
        RankComparison ranks = RankComparison.of(TERM, EARLY);

        assertThat(ranks.pValue()).isCloseTo(0.2544, within(0.00005));
        assertThat(ranks.shift()).isCloseTo(0.305, within(1e-12));
    }

    /** R: W = 127.5, p-value = 0.0001208, with ties. */
    @Test
    void agreesWithROnAnApproximationWithTies() {
        assertThat(RankComparison.of(MAY, AUGUST).pValue()).isCloseTo(0.0001208, within(0.00000005));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-3, 1e3, 1e9})
    void isTheSameAtAnyScale(double scale) {
        RankComparison one = RankComparison.of(MAY, AUGUST);
        RankComparison other = RankComparison.of(scaled(MAY, scale), scaled(AUGUST, scale));

        assertThat(other.pValue()).isEqualTo(one.pValue());
        assertThat(other.shift()).isCloseTo(one.shift() * scale, Percentage.withPercentage(1e-9));
        assertThat(RankComparison.of(scaled(TERM, scale), scaled(EARLY, scale)).shift())
                .isCloseTo(0.305 * scale, Percentage.withPercentage(1e-9));
    }

    @Test
    void theOtherWayRoundItIsTheOpposite() {
        assertThat(RankComparison.of(EARLY, TERM).shift()).isCloseTo(-0.305, within(1e-12));
        assertThat(RankComparison.of(EARLY, TERM).pValue()).isCloseTo(0.2544, within(0.00005));
    }

    @Test
    void numbersThatAreAllTheSameDoNotDiffer() {
        RankComparison same = RankComparison.of(numbers(3, 3, 3), numbers(3, 3, 3, 3));

        assertThat(same).isEqualTo(new RankComparison(1, 0));
    }

    @Test
    void nothingCanNotBeCompared() {
        assertThatThrownBy(() -> RankComparison.of(List.of(), TERM)).isInstanceOf(IllegalArgumentException.class);
    }
}
