package dev.sluice.traffic.httprouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Proxied;
import dev.sluice.traffic.port.Proxied.Held;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.RouterRig.Sent;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouterContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract against a real nginx with deploy/nginx. */
class NginxRouterTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws Exception {
        return new NginxRig();
    }

    private NginxRig nginx() {
        return (NginxRig) rig();
    }

    @Test
    void aReloadKeepsTheShareAndTheCounts() throws Exception {
        rig().router().shift(Split.of(Weight.percent(20)), stamp(OLD, 3, 1));
        rig().send(50);
        Observed before = rig().router().observe();

        nginx().nginx.reload();

        assertThat(rig().router().observe()).isEqualTo(before);
        assertThat(rig().send(100)).isEqualTo(new Sent(80, 20, 0));
    }

    @Test
    void aReloadKeepsTheLatch() throws Exception {
        rig().router().shift(Split.of(Weight.FULL), stamp(OLD, 3, 1));
        rig().router().restore(stamp(OLD, 4, 1));

        nginx().nginx.reload();

        assertThat(rig().router().observe().latch()).contains(stamp(OLD, 4, 1));
        assertThat(rig().send(20)).isEqualTo(new Sent(20, 0, 0));
    }

    /** A client says by these that it holds open what it asks for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: text/event-stream",
                "Accept: text/html, text/event-stream;q=0.9",
                "Connection: Upgrade\r\nUpgrade: websocket"
            })
    void whatIsHeldOpenToTheCandidateEndsAfterTheLatchClosed(String line) throws Exception {
        try (Held stays = nginx().clients.held(line)) {
            rig().router().shift(Split.of(Weight.FULL), stamp(OLD, 3, 1));
            try (Held leaves = nginx().clients.held(line)) {
                assertThat(stays.begin()).containsIgnoringCase("x-side: stable");
                assertThat(leaves.begin()).containsIgnoringCase("x-side: candidate");
                long latched = System.nanoTime();

                rig().router().restore(stamp(OLD, 4, 1));

                leaves.awaitEnd();
                assertThat(Duration.ofNanos(System.nanoTime() - latched)).isLessThan(Duration.ofSeconds(5));
            }
            assertThat(stays.goesOn()).isTrue();
            assertThat(rig().router().observe().counts()).contains(new Observed.Counts(1, 1));
        }
        assertThat(nginx().nginx.log()).doesNotContain("[error]");
    }

    /** As Java's client asks with every first request: it goes on without, and holds nothing open. */
    @Test
    void anOfferOfHttp2IsAnOrdinaryRequest() throws Exception {
        rig().router().shift(Split.of(Weight.FULL), stamp(OLD, 3, 1));

        try (Held answered = nginx().clients.held("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c")) {
            assertThat(answered.begin()).containsIgnoringCase("Connection: keep-alive");
        }
    }

    /** Behind the location that the client was let into, others may be closed to it. */
    @Test
    void aSecondRequestOnAConnectionThatIsHeldOpenIsNotPassedOn() throws Exception {
        String head = "GET / HTTP/1.1\r\nHost: app\r\nAccept: text/event-stream\r\n\r\n";

        String answers = nginx().clients.sent(head + head, "", () -> {});

        assertThat(answers.split("HTTP/1.1 200", -1)).as(answers).hasSize(2);
    }

    @Test
    void anUploadThatEndsAfterTheLatchClosedGoesToStable() throws Exception {
        rig().router().shift(Split.of(Weight.FULL), stamp(OLD, 3, 1));
        String head = "POST / HTTP/1.1\r\nHost: app\r\nConnection: close\r\nContent-Length: 10\r\n\r\nfirst";
        Proxied.Rest restore = () -> rig().router().restore(stamp(OLD, 4, 1));

        String answer = nginx().clients.sent(head, "other", restore);

        assertThat(answer).containsIgnoringCase("x-side: stable");
    }
}
