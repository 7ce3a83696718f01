package dev.sluice.traffic.httprouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.SecretRef;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.RouterFailure.Latched;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.port.TrafficRouterContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRouterTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws IOException {
        return new Rig();
    }

    private ContractServer server() {
        return ((Rig) rig()).server;
    }

    @Test
    void aShiftThatLostTheRaceIsDecidedAgainAtOnce() throws Exception {
        server().intruders.add(json(7, "", 3));

        Observed set = rig().router().shift(Split.of(Weight.percent(50)), stamp(OLD, 4, 1));

        assertThat(set.candidate()).isEqualTo(Weight.percent(50));
        assertThat(set.stamp()).contains(stamp(OLD, 4, 1));
    }

    @Test
    void aShiftThatLostTheRaceToARestoreIsRefused() throws Exception {
        server().intruders.add(json(0, OLD.text(), 4));

        assertThatThrownBy(() -> rig().router().shift(Split.of(Weight.percent(50)), stamp(OLD, 3, 1)))
                .isInstanceOf(Latched.class);
        assertThat(rig().router().observe().candidate()).isEqualTo(Weight.ZERO);
    }

    @Test
    void aRestoreThatLosesTheRaceAgainAndAgainWinsInTheEnd() throws Exception {
        for (int i = 0; i < 5; i++) {
            server().intruders.add(json(50 + i, "", 3));
        }

        assertThat(rig().router().restore(stamp(OLD, 4, 1)).latch()).contains(stamp(OLD, 4, 1));
    }

    @Test
    void aLatchSetByHandStopsShiftsAndNotRestores() throws Exception {
        server().intruders.add(json(0, "the night shift", 0));

        assertThatThrownBy(() -> rig().router().shift(Split.of(Weight.percent(50)), stamp(OLD, 3, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the night shift");
        assertThat(rig().router().restore(stamp(OLD, 4, 1)).latch()).contains(stamp(OLD, 4, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void whoMayReadAndNotWriteIsToldSo(int status) throws Exception {
        server().forbidden = status;

        assertThat(rig().router().rights())
                .extracting(Right::to, Right::answer)
                .containsExactly(tuple("read", Right.Answer.HELD), tuple("write", Right.Answer.MISSING));
        assertThatThrownBy(() -> rig().router().restore(stamp(OLD, 4, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no right to write");
    }

    @Test
    void aRouterThatAnswersOtherwiseProvesNothing() throws Exception {
        server().forbidden = 400;

        assertThat(rig().router().rights().getLast().answer()).isEqualTo(Right.Answer.UNKNOWN);
    }

    @Test
    void aRouterThatComparesNoTagsGetsWhatItHasAndIsNotTrusted() throws Exception {
        rig().router().shift(Split.of(Weight.percent(50)), stamp(OLD, 3, 1));
        Observed before = rig().router().observe();
        server().blind = true;

        Right write = rig().router().rights().getLast();

        assertThat(write.answer()).isEqualTo(Right.Answer.UNKNOWN);
        assertThat(write.detail()).contains("does not compare");
        assertThat(rig().router().observe()).isEqualTo(before);
    }

    @Test
    void theBearerComesFromItsReference() throws Exception {
        Router.Http plan =
                new Router.Http(new Name("edge"), false, server().url(), Optional.of(SecretRef.ofEnv("ROUTER_TOKEN")));
        try (HttpClient client = HttpClient.newHttpClient()) {
            new HttpRouter(plan, ref -> "secret of " + ref.env().orElseThrow(), client).observe();
        }

        assertThat(server().authorizations).contains("Bearer secret of ROUTER_TOKEN");
    }

    @Test
    void aSecretThatIsNotThereIsARefusalOfTheRouter() {
        Router.Http plan =
                new Router.Http(new Name("edge"), false, server().url(), Optional.of(SecretRef.ofEnv("ROUTER_TOKEN")));
        try (HttpClient client = HttpClient.newHttpClient()) {
            TrafficRouter router = new HttpRouter(
                    plan,
                    ref -> {
                        throw new IllegalStateException("the variable ROUTER_TOKEN is not set");
                    },
                    client);

            assertThatThrownBy(router::observe).isInstanceOf(Refused.class).hasMessageContaining("ROUTER_TOKEN");
        }
    }

    @Test
    void somethingElseAtTheAddressIsRefused() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            TrafficRouter wrong = HttpRouterRig.router(client, server().url().resolve("/other"), Duration.ofSeconds(5));

            assertThatThrownBy(wrong::observe).isInstanceOf(Refused.class).hasMessageContaining("404");
        }
    }

    private static String json(int percent, String latchedBy, int version) {
        return "{\"candidatePercent\":" + percent + ",\"headerMatch\":null,\"latchedBy\":"
                + (latchedBy.isEmpty() ? "null" : "\"" + latchedBy + "\"") + ",\"stamp\":{\"rollout\":\"" + OLD
                + "\",\"version\":" + version + ",\"epoch\":1}}";
    }

    private static final class Rig extends HttpRouterRig {
        private final ContractServer server = new ContractServer();

        Rig() throws IOException {}

        @Override
        URI url() {
            return server.url();
        }

        @Override
        public Sent send(int requests) {
            return send(requests, false);
        }

        @Override
        public Sent send(int requests, HeaderMatch header) {
            return send(requests, true);
        }

        private Sent send(int requests, boolean header) {
            int candidate = 0;
            try {
                for (int i = 0; i < requests; i++) {
                    candidate += server.route(header) ? 1 : 0;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Sent(requests - candidate, candidate, 0);
        }

        @Override
        public void restart() {
            server.forget();
        }

        @Override
        public void close() {
            server.close();
            super.close();
        }
    }
}
