package dev.sluice.events.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Re2Test {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "5.. 503 true",
                "/users/{id}|/carts /users/{id} true",
                "/users/{id}|/carts /carts true",
                "a{2,3} aaa true",
                "a{2,3} a{2,3} false",
                "a{,3} a{,3} true",
                "a[[]b a[b true",
                "a[]x]b a]b true",
                "[^]x] ] false",
                "[[:alpha:]]+ abc true",
                "[[:^digit:]_]+ ab_ true",
                "[a&&b]+ a&b true",
                "(?P<my_n>a)b ab true",
                "(?<my_n>a)b ab true",
                "(?i)abc ABC true",
                "\\p{Lu}x{1} Ax true",
                "\\{a\\} {a} true",
                "\\d+ 12 true"
            })
    void isReadAsPrometheusReadsIt(String expression, String text, boolean fits) {
        assertThat(Re2.compile(expression).matcher(text).matches()).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5(.", "5.)", "[a", "*", "a\\"})
    void whatIsNoExpressionIsRefused(String expression) {
        assertThatThrownBy(() -> Re2.compile(expression)).isInstanceOf(PatternSyntaxException.class);
    }
}
