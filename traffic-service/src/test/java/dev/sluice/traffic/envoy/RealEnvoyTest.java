package dev.sluice.traffic.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.value.Weight;
import dev.sluice.testkit.Await;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterRig;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.TrafficRouter;
import dev.sluice.traffic.port.TrafficRouterContract;
import dev.sluice.traffic.port.Upstream;
import dev.sluice.traffic.readback.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract against a real Envoy with deploy/envoy/envoy.yaml. */
class RealEnvoyTest extends TrafficRouterContract {
    @Override
    protected RouterRig open() throws Exception {
        return new Rig();
    }

    /** Why every fraction is written with its denominator: 500 of 10,000 would be 5 %. */
    @Test
    void aBareNumberIsAPercentageWhateverTheDenominatorOfTheRoute() throws Exception {
        Rig rig = (Rig) rig();
        EnvoyAdmin admin = new EnvoyAdmin(rig.client, EnvoyPlans.plan(rig.adminPort()));

        admin.modify(Map.of(RuntimeKeys.share("app"), "500"), Deadline.after(Duration.ofSeconds(5)));

        assertThat(rig.send(100).candidate()).isEqualTo(100);
        assertThat(rig.router().observe().candidate()).isEqualTo(Weight.FULL);
    }

    @Test
    void whatIsHeldOpenToTheCandidateIsCounted() throws Exception {
        TrafficRouter router = rig().router();
        router.shift(Split.of(Weight.FULL), stamp(OLD, 3, 1));
        HttpRequest held =
                HttpRequest.newBuilder(((Rig) rig()).uri().resolve("/held")).build();

        try (InputStream body =
                ((Rig) rig()).client.send(held, BodyHandlers.ofInputStream()).body()) {
            router.restore(stamp(OLD, 4, 1));

            assertThat(body.read()).isEqualTo('b');
            assertThat(router.observe().open()).isEqualTo(1);
        }
        Await.until("nothing is held open", () -> open(router) == 0);
    }

    private static long open(TrafficRouter router) {
        try {
            return router.observe().open();
        } catch (RouterFailure e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Rig extends EnvoyRig {
        private final Upstream stable = new Upstream("stable");
        private final Upstream candidate = new Upstream("candidate");
        private final EnvoyProcess envoy;

        Rig() throws Exception {
            System.setProperty("sun.net.httpserver.nodelay", "true");
            envoy = new EnvoyProcess(stable, candidate);
        }

        @Override
        int adminPort() {
            return envoy.adminPort;
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + envoy.port + "/");
        }

        /** Five standard deviations of n throws at p: less often than once in a million does chance fail this. */
        @Override
        public int tolerance(int requests, int percent) {
            double share = percent / 100.0;
            return (int) Math.floor(5 * Math.sqrt(requests * share * (1 - share)));
        }

        @Override
        Optional<Boolean> request(boolean header) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri()).version(HttpClient.Version.HTTP_1_1);
            if (header) {
                request.header(CANARY_USER.name(), CANARY_USER.value());
            }
            try {
                var response = client.send(request.build(), BodyHandlers.discarding());
                return response.statusCode() == 200
                        ? response.headers().firstValue("x-side").map(side -> side.equals("candidate"))
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void restart() {
            try {
                envoy.restart();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            super.close();
            try {
                envoy.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                stable.close();
                candidate.close();
            }
        }
    }
}
