package dev.sluice.health.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
    private static Map<Map<String, String>, Double> read(String page) throws Exposition.Malformed {
        return Exposition.read(page, Set.of("x")).getOrDefault("x", Map.of());
    }

    @Test
    void readsThePrometheusFormat() throws Exposition.Malformed {
        assertThat(read("""
                # HELP x What "it" counts.
                # TYPE x counter

                x 1
                x{a="b"} 2.5e3
                x { a = "c" , d = "e", } 3 1700000000000
                other{a="b"} 7\r
                x{path="a\\\\b\\"c\\nd{}"} +Inf
                x{n="nan"} NaN
                x{n="minus"} -Inf"""))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Map.of(),
                        1.0,
                        Map.of("a", "b"),
                        2500.0,
                        Map.of("a", "c", "d", "e"),
                        3.0,
                        Map.of("path", "a\\b\"c\nd{}"),
                        Double.POSITIVE_INFINITY,
                        Map.of("n", "nan"),
                        Double.NaN,
                        Map.of("n", "minus"),
                        Double.NEGATIVE_INFINITY));
    }

    @Test
    void readsOpenMetricsToo() throws Exposition.Malformed {
        assertThat(Exposition.read("""
                # TYPE x counter
                # UNIT x seconds
                x_total{a="b"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
                x_created{a="b"} 1520430000.123
                {"http.requests",a="b"} 4
                # EOF
                """, Set.of("x_total", "http.requests")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "x_total", Map.of(Map.of("a", "b"), 17.0),
                        "http.requests", Map.of(Map.of("a", "b"), 4.0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "x", "x one", "x{a=b} 1", "x{a=\"b} 1", "x{a=\"b\" c=\"d\"} 1", "{} 1", "9x 1"})
    void refusesWhatIsNoMetric(String line) {
        assertThatThrownBy(() -> read("x 1\n" + line))
                .isInstanceOf(Exposition.Malformed.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void believesNeitherOfTwoLinesForOneSeries() {
        assertThatThrownBy(() -> read("x{a=\"1\",b=\"2\"} 1\nx{a=\"1\"} 1\nx{b=\"2\",a=\"1\"} 0"))
                .hasMessage("line 3 of the page is no metric: x stands there a second time with the same labels");
    }

    @Test
    void selectsAsPrometheusDoes() {
        Map<String, String> series = Map.of("status", "503", "path", "/a");
        assertThat(Selector.parse("x").matches(series)).isTrue();
        assertThat(Selector.parse("x{status=\"503\"}").matches(series)).isTrue();
        assertThat(Selector.parse("x{status=~\"5..\"}").matches(series)).isTrue();
        assertThat(Selector.parse("x{status=~\"5.\"}").matches(series))
                .as("anchored")
                .isFalse();
        assertThat(Selector.parse("x{status!=\"503\"}").matches(series)).isFalse();
        assertThat(Selector.parse("x{status!~\"4..|2..\", path=\"/a\"}").matches(series))
                .isTrue();
        assertThat(Selector.parse("x{absent=\"\"}").matches(series)).isTrue();
        assertThat(Selector.parse("x{absent!=\"\",}").matches(series)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x{", "x{a}", "x{a~\"b\"}", "x{a!\"b\"}", "x{a=~\"(\"}", "x{a=\"b\"} y", "sum(x)", "x[5m]"})
    void refusesWhatIsNoSelector(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
