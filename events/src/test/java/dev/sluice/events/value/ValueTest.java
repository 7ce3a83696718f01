package dev.sluice.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.events.plan.Speedup;
import dev.sluice.events.wire.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Value types: a unit is always written, what is written is read back, and a refusal names what was expected. */
class ValueTest {
    @ParameterizedTest
    @CsvSource({
        "Weight, 5%, 5%",
        "Weight, 0.5%, 0.5%",
        "Weight, 12.50%, 12.5%",
        "Weight, 100%, 100%",
        "Weight, 0%, 0%",
        "Span, 30m, 30m",
        "Span, 90m, 1h30m",
        "Span, 500ms, 500ms",
        "Span, 7d, 7d",
        "Span, 0s, 0s",
        "Span, 1500ms, 1s500ms",
        "Span, 1d2h3m4s5ms, 1d2h3m4s5ms",
        "Quantity, 0.5%, 0.5%",
        "Quantity, 500ms, 500ms",
        "Quantity, 1 s, 1s",
        "Quantity, 14 d, 14d",
        "Quantity, 1.5h, 1.5h",
        "Quantity, 5count, 5 count",
        "Quantity, 1000 rps, 1000 rps",
        "Quantity, 1MiB, 1 MiB",
        "Quantity, 0.99 ratio, 0.99 ratio",
        "Quantity, -3 count, -3 count",
        "Condition, '>0.5%', '> 0.5%'",
        "Condition, '<= 500ms', '<= 500ms'",
        "Condition, '== 61 count', '== 61 count'",
        "Speedup, 60x, 60x",
        "Speedup, 1.5x, 1.5x",
        "Unit, %, %",
        "Unit, MiB, MiB",
        "Target, shop/cart.v2, shop/cart.v2",
        "RolloutId, checkout-k3v9q2m7pd, ''",
        "RolloutId, checkout-k3v7q2m7pd, checkout-k3v7q2m7pd",
        "Name, canary-start, canary-start",
        "StartKey, build/4711, build/4711",
        "EventId, v4-abc, v4-abc"
    })
    void whatIsWrittenIsReadBack(String type, String written, String shown) throws JsonProcessingException {
        if (shown.isEmpty()) {
            assertThatThrownBy(() -> read(type, written)).hasRootCauseInstanceOf(Refusal.class);
            return;
        }
        Object value = read(type, written);
        assertThat(value.toString().replace("PERCENT", "%").replace("MEBIBYTES", "MiB"))
                .isEqualTo(shown);
        String json = Json.WIRE.writeValueAsString(value);
        assertThat(json).isEqualTo("\"" + shown + "\"");
        assertThat(Json.WIRE.readValue(json, value.getClass())).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "Weight, 5, a percentage with its unit such as 5% or 0.5%",
        "Weight, 101%, 0% to 100%",
        "Weight, -1%, a percentage with its unit",
        "Weight, 5.125%, a percentage with its unit",
        "Span, 30, a duration with its unit such as 30s",
        "Span, '', a duration with its unit",
        "Span, 1y, a duration with its unit",
        "Span, -5s, a duration with its unit",
        "Span, 99999d, at most 3650d",
        "Quantity, 500, 'a number with its unit (ratio, %, s, ms, m, h, d, count, rps, B, MiB, GiB)'",
        "Quantity, 5.5, a number with its unit",
        "Quantity, 5 parsecs, 'one of ratio, %, s, ms, m, h, d, count, rps, B, MiB, GiB'",
        "Condition, 0.5%, 'a comparison (<, <=, >, >=, ==)'",
        "Condition, '> 5', a number with its unit",
        "Speedup, 60, a factor with its unit such as 60x",
        "Speedup, 0.5x, 1x to 100000x",
        "Unit, percent, 'one of ratio, %'",
        "Target, checkout, 'namespace/application'",
        "Target, Demo/checkout, 'namespace/application'",
        "Target, a/b/c, 'namespace/application'",
        "Name, -x, a name of letters",
        "StartKey, a b, printable ASCII characters without spaces",
        "EventId, ' ', a text was expected"
    })
    void whatIsRefusedSaysWhatWasExpected(String type, String written, String expected) {
        assertThatThrownBy(() -> read(type, written))
                .rootCause()
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Weight", "Span", "Quantity", "Condition", "Speedup", "Unit"})
    void aBareNumberIsRefused(String type) {
        assertThatThrownBy(() -> Json.STRICT.readValue("5", type(type))).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.STRICT.readValue("0.5", type(type))).isInstanceOf(JsonProcessingException.class);
    }

    private static Object read(String type, String text) throws JsonProcessingException {
        return Json.STRICT.readValue(Json.STRICT.writeValueAsString(text), type(type));
    }

    private static Class<?> type(String name) {
        return switch (name) {
            case "Weight" -> Weight.class;
            case "Span" -> Span.class;
            case "Quantity" -> Quantity.class;
            case "Condition" -> Condition.class;
            case "Speedup" -> Speedup.class;
            case "Unit" -> Unit.class;
            case "Target" -> Target.class;
            case "RolloutId" -> RolloutId.class;
            case "Name" -> Name.class;
            case "StartKey" -> StartKey.class;
            case "EventId" -> EventId.class;
            default -> throw new AssertionError(name);
        };
    }

    @Test
    void aVeryLongTextIsRefusedAndNotChewedOn() {
        assertThatThrownBy(() -> Span.parse("1s".repeat(100_000)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'1s1s")
                .message()
                .hasSizeLessThan(200);
        assertThatThrownBy(() -> Quantity.parse("9".repeat(400) + "%")).hasMessageContaining("finite");
        assertThatThrownBy(() -> Condition.parse("<" + " ".repeat(100_000))).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "> 0.5%, 0.0051, true",
        "> 0.5%, 0.005, false",
        "< 500ms, 0.4999, true",
        "< 500ms, 0.5, false",
        "<= 500ms, 0.5, true",
        ">= 1000 rps, 1000, true",
        "== 61 count, 61, true",
        "== 61 count, 60.9, false",
        "== 10%, 0.1, true",
        "== 0 count, 0, true",
        "> 14d, 1209600, false",
        "> 14d, 1209601, true",
        "< 2m, 119, true",
        "> 1MiB, 1048577, true",
        "> 0.5%, NaN, false",
        "< 1s, NaN, false",
        "== 1s, NaN, false",
        "<= 1s, NaN, false",
        ">= 1s, NaN, false",
        ">= 95%, 0.95, true",
        "> 95%, 0.95, false",
        "<= 95%, 0.9500000000000001, true",
        "> 95%, 0.9500000000000001, false",
        ">= 57%, 0.5699999999999999, true",
        "< 57%, 0.5699999999999999, false",
        "> 95%, 0.95000001, true"
    })
    void aConditionComparesInBaseUnits(String condition, double value, boolean holds) {
        assertThat(Condition.parse(condition).holds(value)).isEqualTo(holds);
    }

    @Test
    void unitsOfOneDimensionConvert() {
        for (Unit unit : Unit.values()) {
            assertThat(unit.toBase(Double.NaN)).isNaN();
            assertThat(unit.fromBase(Double.POSITIVE_INFINITY)).isInfinite();
            for (double value : new double[] {0, 0.1, 7, 57, 95, 99.9, 1e-9, -3.3, 1e9}) {
                assertThat(unit.fromBase(unit.toBase(value)))
                        .as("%s %s", value, unit)
                        .isEqualTo(value);
            }
        }
        for (int tenths = 1; tenths <= 1000; tenths++) {
            assertThat(Unit.PERCENT.toBase(tenths / 10.0)).isEqualTo(tenths / 1000.0);
            assertThat(Unit.PERCENT.fromBase(tenths / 1000.0)).isEqualTo(tenths / 10.0);
        }
        assertThat(Unit.PERCENT.dimension()).isEqualTo(Unit.RATIO.dimension());
        assertThat(Unit.SECONDS.dimension()).isNotEqualTo(Unit.COUNT.dimension());
    }

    @Test
    void aSpanIsShortenedToWholeMilliseconds() {
        assertThat(Span.ofMinutes(30).dividedBy(60)).isEqualTo(Span.ofSeconds(30));
        assertThat(Span.ofMillis(10).dividedBy(1_000)).isEqualTo(Span.ofMillis(1));
        assertThatThrownBy(() -> new Span(Duration.ofMillis(-1))).isInstanceOf(Refusal.class);
    }

    @Test
    void aRolloutIsNamedByItsTargetAndKeyAlone() {
        Target target = Target.parse("demo/checkout");
        RolloutId id = RolloutId.of(target, new StartKey("k"));
        assertThat(id).isEqualTo(RolloutId.of(target, new StartKey("k")));
        assertThat(id.text()).matches("checkout-[a-z2-7]{10}");
        assertThat(id).isNotEqualTo(RolloutId.of(Target.parse("prod/checkout"), new StartKey("k")));
        assertThat(RolloutId.of(new Target("a", "b".repeat(63)), new StartKey("k"))
                        .text())
                .hasSize(74);
    }

    @Test
    void aDigestIsBase32OfSha256() {
        // SHA-256 of nothing is e3b0c442 98fc1c14 …: 4oymiquy7qobjgx3 in base 32.
        assertThat(Digest.of("", 16)).isEqualTo("4oymiquy7qobjgx3");
        assertThat(Digest.of("x", 51)).hasSize(51);
    }

    @Test
    void aSecretIsNamedAndNeverWritten() {
        assertThat(SecretRef.ofEnv("TOKEN").env()).contains("TOKEN");
        assertThatThrownBy(() -> Json.STRICT.readValue("\"hunter2\"", SecretRef.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.STRICT.readValue("{\"env\":\"A\",\"file\":\"/b\"}", SecretRef.class))
                .hasRootCauseInstanceOf(Refusal.class);
    }

    @Test
    void aRequesterIsCutAndNeverMissing() {
        assertThat(new Requester("a".repeat(900), "b".repeat(9_000)).who()).hasSize(200);
        assertThat(new Requester("a", "b".repeat(9_000)).reason()).hasSize(1_000);
    }

    @Test
    void aRefusalKnowsItsPlace() {
        Refusal refusal =
                new Refusal("weight", "expected less").within("stages[0]").within("plan");
        assertThat(refusal.field()).isEqualTo("plan.stages[0].weight");
        assertThat(refusal).hasMessage("plan.stages[0].weight: expected less");
        assertThat(Refusal.shown("y".repeat(100))).hasSize(63);
    }
}
