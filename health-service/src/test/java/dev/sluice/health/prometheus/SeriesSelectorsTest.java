package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesSelectorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "up|up",
                "up{job=\"a\"} == 0|up{job=\"a\"}",
                "sum(rate(http_requests_total{status=~\"5..\"}[30s])) / sum(rate(http_requests_total[30s]))"
                        + "|http_requests_total{status=~\"5..\"};http_requests_total",
                "sum by (le, version) (rate(x_bucket[1m] offset 5m))|x_bucket",
                "sum(rate(x[1m])) by (le)|x",
                "histogram_quantile(0.95, sum without (pod) (rate(x_bucket{a='}'}[30s])))|x_bucket{a='}'}",
                "a * on(pod) group_left(node) b|a;b",
                "{__name__=\"x\"} > bool 1e3|{__name__=\"x\"}",
                "max_over_time(rate(x[1m])[10m:30s])|x",
                "x @ 1700000000 + x|x",
                "job:errors:ratio # the ratio of y|job:errors:ratio",
                "1 + 2|~~",
                "time()|~~",
            })
    void findsWhatAQueryReads(String query, String selectors) {
        assertThat(String.join(";", SeriesSelectors.of(query).list())).isEqualTo(selectors == null ? "" : selectors);
        assertThat(SeriesSelectors.of(query).defaulted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a or vector(0)", "absent(a)", "a or b", "absent_over_time(a[5m])"})
    void seesThatAQueryMakesANumberOfNothing(String query) {
        assertThat(SeriesSelectors.of(query).defaulted()).isTrue();
    }

    @Test
    void readsWhateverIsWrongToItsEnd() {
        for (String query : new String[] {"a{", "a{b=\"", "sum(", "a[", "'", "#", ""}) {
            assertThat(SeriesSelectors.of(query).list()).hasSizeLessThan(2);
        }
    }
}
