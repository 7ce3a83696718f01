package dev.sluice.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Superseded;
import dev.sluice.traffic.port.RouterRig.Sent;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is held open to the candidate of a real HAProxy, in both layouts. */
class SeverTest {
    private static final RolloutId OLD = new RolloutId("shop-aaaaaaaaaa");
    private static final RolloutId NEW = new RolloutId("shop-bbbbbbbbbb");
    private static final Stamp SHIFT = new Stamp(OLD, 3, 1);
    private static final Stamp RESTORE = new Stamp(OLD, 4, 1);

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of(HaproxyRig.WEIGHTS, HaproxyRig.weights(2, true)),
                Arguments.of(HaproxyRig.WEIGHTS, HaproxyRig.weights(2, false)),
                Arguments.of(HaproxyRig.PERCENT, HaproxyRig.percent()));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aRestoreLeavesItAndSeveringEndsIt(String configuration, HaproxyRig.Layouts layout) throws Exception {
        try (HaproxyRig rig = new HaproxyRig(configuration, 2, layout);
                TrafficRouter router = rig.router()) {
            router.shift(Split.of(Weight.FULL), SHIFT);
            HttpResponse<InputStream> held = rig.clients.held();
            assertThat(held.headers().firstValue("x-side")).contains("candidate");
            held.body().readNBytes(6);
            assertThat(router.restore(RESTORE).open()).isEqualTo(1);

            router.sever(RESTORE);

            assertThatThrownBy(() -> held.body().readAllBytes()).isInstanceOf(IOException.class);
            assertThat(router.observe().open()).isZero();
            assertThat(rig.send(20)).isEqualTo(new Sent(20, 0, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aCandidateWithAShareIsNotSevered(String configuration, HaproxyRig.Layouts layout) throws Exception {
        try (HaproxyRig rig = new HaproxyRig(configuration, 2, layout);
                TrafficRouter router = rig.router()) {
            router.shift(Split.of(Weight.percent(50)), SHIFT);

            assertThatThrownBy(() -> router.sever(RESTORE))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("50%");
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aLaterRolloutIsNotSevered(String configuration, HaproxyRig.Layouts layout) throws Exception {
        try (HaproxyRig rig = new HaproxyRig(configuration, 2, layout);
                TrafficRouter router = rig.router()) {
            router.shift(Split.of(Weight.ZERO), new Stamp(NEW, 7, 1));
            if (rig.latches()) {
                assertThatThrownBy(() -> router.sever(RESTORE)).isInstanceOf(Superseded.class);
            } else {
                assertThat(router.sever(RESTORE).candidate()).isEqualTo(Weight.ZERO);
            }
        }
    }
}
