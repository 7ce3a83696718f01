package dev.sluice.traffic.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure.Latched;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Superseded;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.port.TrafficRouterContract;
import dev.sluice.traffic.readback.StampText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a small server that keeps to Envoy's admin protocol; what only a server can do on demand is here. */
class EnvoyRouterTest extends TrafficRouterContract {
    private static final Split HALF = Split.of(Weight.percent(50));

    @Override
    protected RouterRig open() throws IOException {
        return new Rig();
    }

    private AdminServer server() {
        return ((Rig) rig()).server;
    }

    @Test
    void aShiftThatLostTheRaceToARestoreTakesItsShareBack() throws Exception {
        server().intruders.add(query(RuntimeKeys.restore("app", stamp(OLD, 4, 1))));

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1))).isInstanceOf(Latched.class);

        Observed after = rig().router().observe();
        assertThat(after.restored()).isTrue();
        assertThat(after.candidate()).isEqualTo(Weight.ZERO);
        assertThat(after.stamp()).contains(stamp(OLD, 4, 1));
    }

    @Test
    void aShareBehindALatchServesNobodyAndIsNoRestore() throws Exception {
        rig().router().restore(stamp(OLD, 4, 1));

        server().intruders.add(shift(50, stamp(OLD, 3, 1)));
        rig().router().rights();

        assertThat(rig().send(100).candidate()).isZero();
        assertThat(rig().router().observe().candidate()).isEqualTo(Weight.percent(50));
        assertThat(rig().router().observe().restored()).isFalse();
    }

    @Test
    void aShiftOverWhichAnEarlierOwnerWroteIsWrittenAgain() throws Exception {
        server().successors.add(shift(7, stamp(OLD, 3, 1)));

        Observed set = rig().router().shift(HALF, stamp(OLD, 4, 2));

        assertThat(set.candidate()).isEqualTo(Weight.percent(50));
        assertThat(set.stamp()).contains(stamp(OLD, 4, 2));
    }

    @Test
    void aShiftOverWhichALaterOwnerWroteStandsDown() throws Exception {
        server().successors.add(shift(20, stamp(OLD, 5, 3)));

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 4, 2))).isInstanceOf(Superseded.class);
        assertThat(rig().router().observe().candidate()).isEqualTo(Weight.percent(20));
    }

    @Test
    void aRestoreOverWhichALateShiftWroteIsWrittenUntilItStands() throws Exception {
        server().successors.add(shift(50, stamp(OLD, 3, 1)));

        Observed restored = rig().router().restore(stamp(OLD, 4, 1));

        assertThat(restored.restored()).isTrue();
        assertThat(restored.candidate()).isEqualTo(Weight.ZERO);
    }

    @Test
    void aLatchSetByHandStopsShiftsAndNotRestores() throws Exception {
        server().intruders.add("sluice.app.latch=the-night-shift&sluice.app.latched=100");
        rig().router().rights();

        assertThatThrownBy(() -> rig().router().shift(HALF, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the-night-shift");
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).latch()).contains(stamp(OLD, 4, 1));
    }

    @ParameterizedTest
    @CsvSource({"403,MISSING", "503,MISSING", "400,UNKNOWN"})
    void whoMayNotWriteIsToldSo(int status, Right.Answer answer) throws Exception {
        server().forbidden = status;

        assertThat(rig().router().rights().get(1).answer()).isEqualTo(answer);
    }

    @Test
    void aConfigurationThatReadsNoKeyIsFound() throws Exception {
        server().configuration = "{}";

        assertThat(rig().router().rights().getLast().answer()).isEqualTo(Right.Answer.MISSING);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void anAnswerThatWillNotChangeIsRefused(int status) {
        server().forbidden = status;

        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1))).isInstanceOf(Refused.class);
    }

    @Test
    void anAnswerThatMayPassIsUnreachable() {
        server().forbidden = 503;

        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1))).isInstanceOf(Unreachable.class);
    }

    @Test
    void aClusterThatIsNotThereIsRefusedBeforeAnythingIsWritten() throws Exception {
        TrafficRouter wrong = new EnvoyRouter(
                EnvoyPlans.plan(server().port(), "nobody"), ((Rig) rig()).client, Duration.ofSeconds(5));

        assertThatThrownBy(() -> wrong.shift(HALF, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no cluster nobody");
        assertThat(server().key("stamp")).isEmpty();
        assertThat(wrong.restore(stamp(OLD, 4, 1)).restored()).isTrue();
    }

    @Test
    void aHeaderThatTheConfigurationDoesNotMatchIsRefused() {
        Split split = Split.of(Weight.ZERO, new HeaderMatch("x-other", "true"));

        assertThatThrownBy(() -> rig().router().shift(split, stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("x-other");
        assertThat(rig().router().writes(split)).singleElement().asString().contains("refused");
    }

    @Test
    void whatIsHeldOpenIsToldAndNotEnded() throws Exception {
        rig().router().restore(stamp(OLD, 4, 1));
        server().held = 3;

        assertThat(rig().router().sever(stamp(OLD, 4, 1)).open()).isEqualTo(3);
    }

    @Test
    void nothingIsSeveredWhileTheCandidateHasAShare() throws Exception {
        rig().router().shift(HALF, stamp(OLD, 3, 1));

        assertThatThrownBy(() -> rig().router().sever(stamp(OLD, 3, 1))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> rig().router().sever(stamp(NEW, 2, 1))).isInstanceOf(Superseded.class);
    }

    @Test
    void theWritesAreTheRequestAsItIsSent() {
        assertThat(rig().router().writes(Split.of(Weight.parse("0.5%"))))
                .containsExactly("POST http://127.0.0.1:" + server().port()
                        + "/runtime_modify?sluice.app.candidate={\"numerator\":50,\"denominator\":\"TEN_THOUSAND\"}"
                        + "&sluice.app.header={\"numerator\":0,\"denominator\":\"TEN_THOUSAND\"}"
                        + "&sluice.app.stamp=<rollout>:<version>:<epoch>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';0%",
                "5;5%",
                "500;100%",
                "{\"numerator\":500,\"denominator\":\"TEN_THOUSAND\"};5%",
                "{\"numerator\":5};5%",
                "{\"numerator\":1,\"denominator\":\"MILLION\"};0.01%",
                "{\"numerator\":20000,\"denominator\":\"TEN_THOUSAND\"};100%"
            })
    void aFractionIsReadAsEnvoyDoes(String value, String share) {
        assertThat(Fraction.share(value)).contains(Weight.parse(share));
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "-5", "{\"numerator\":\"5\"}", "{\"numerator\":5,\"denominator\":\"SCORE\"}"})
    void whatIsNoFractionIsNoShare(String value) {
        assertThat(Fraction.share(value)).isEmpty();
    }

    private static String shift(int percent, Stamp stamp) {
        return query(RuntimeKeys.shift("app", Split.of(Weight.percent(percent)), StampText.of(stamp), false));
    }

    private static String query(Map<String, String> keys) {
        return keys.entrySet().stream()
                .map(key -> key.getKey() + "=" + URLEncoder.encode(key.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static final class Rig extends EnvoyRig {
        private final AdminServer server = new AdminServer();

        Rig() throws IOException {}

        @Override
        int adminPort() {
            return server.port();
        }

        @Override
        Optional<Boolean> request(boolean header) {
            return Optional.of(server.route(header));
        }

        @Override
        public void restart() {
            server.forget();
        }

        @Override
        public void close() {
            super.close();
            server.close();
        }
    }
}
