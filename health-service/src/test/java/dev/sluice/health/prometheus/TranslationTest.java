package dev.sluice.health.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a reading of one version is asked. */
class TranslationTest {
    private static final String V2 = "version=\"2\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "up; up{version=\"2\"}",
                "up{}; up{version=\"2\"}",
                "up { job=\"a\", }; up{job=\"a\",version=\"2\"}",
                "up{a=~\"x|}y\"}; up{a=~\"x|}y\",version=\"2\"}",
            })
    void everySelectorIsTheVersions(String written, String asked) {
        assertThat(Series.of(written, V2)).isEqualTo(asked);
    }

    @Test
    void aHistogramMayBeNamedEitherWay() {
        assertThat(Series.buckets("lat{a=\"b\"}", V2)).isEqualTo("lat_bucket{a=\"b\",version=\"2\"}");
        assertThat(Series.buckets("lat_bucket", V2)).isEqualTo("lat_bucket{version=\"2\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"up{a=\"b\"} or up{c=\"d\"}", "sum(up)", "up[5m]", "{a=\"b\"}", "up{a}", "up{a=\"b\"", "1up"})
    void whatIsNoSelectorIsNotAsked(String written) {
        assertThatThrownBy(() -> Series.of(written, V2))
                .isInstanceOf(Malformed.class)
                .hasMessageStartingWith("expected a selector such as name{label=\"value\"}, found '");
    }

    @Test
    void aRatioIsNothingWithoutRequestsAndZeroWithoutErrors() {
        Translation ratio = Translation.of(new Reading.Ratio("e", "r", Span.ofMinutes(1)), V2);
        assertThat(ratio.query())
                .isEqualTo("(sum(increase(e{version=\"2\"}[1m])) or on()"
                        + " sum(e{version=\"2\"} unless e{version=\"2\"} offset 1m) or on()"
                        + " (label_replace(0 * sum(increase(r{version=\"2\"}[1m])), \"sluice_absent\", \"e\", \"\", \"\")"
                        + " and on() absent(e{version=\"2\"})))"
                        + " / on() group_left() (sum(increase(r{version=\"2\"}[1m])) > 0)");
        assertThat(ratio.selectors()).containsExactly("e{version=\"2\"}", "r{version=\"2\"}");
        assertThat(ratio.asked().selectors().defaulted())
                .as("without a raw sample it is stale, whatever the query has an 'or' for")
                .isFalse();
    }
}
