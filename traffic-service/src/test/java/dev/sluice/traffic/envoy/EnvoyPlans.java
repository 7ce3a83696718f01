package dev.sluice.traffic.envoy;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import java.net.URI;
import java.util.Optional;

/** The router of a plan that fits deploy/envoy/envoy.yaml. */
final class EnvoyPlans {
    static final HeaderMatch CANARY_USER = new HeaderMatch("x-canary-user", "true");

    private EnvoyPlans() {}

    static Router.Envoy plan(int adminPort) {
        return plan(adminPort, "app_candidate");
    }

    static Router.Envoy plan(int adminPort, String candidateCluster) {
        return new Router.Envoy(
                new Name("edge"),
                false,
                URI.create("http://127.0.0.1:" + adminPort),
                "app",
                "app_stable",
                candidateCluster,
                Optional.of(CANARY_USER));
    }
}
