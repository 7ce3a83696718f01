package dev.sluice.events.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.Plans;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of router in a plan: what it is read as, and what a plan may not ask of it. */
class RouterKindsTest {
    private static final String ISTIO =
            "{type: istio, name: mesh, virtualService: checkout, stable: {host: checkout, subset: v1}, candidate: {host: checkout, subset: v2}}";
    private static final String GATEWAY =
            "{type: gateway-api, name: gw, route: checkout, stable: {service: checkout}, candidate: {service: checkout-canary}}";
    private static final String NGINX =
            "{type: nginx-ingress, name: door, ingress: checkout, stableService: checkout, candidateService: checkout-canary}";
    private static final String SERVICE =
            "{type: service, name: cut, service: backend, stable: {version: \"5.0\"}, candidate: {version: \"5.1\"}}";
    private static final String ENVOY =
            "{type: envoy, name: side, admin: 'http://127.0.0.1:9901', key: checkout, stableCluster: a, candidateCluster: b}";
    private static final String ALB = """
            {type: alb, name: alb, region: eu-central-1,
             rule: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
             stableTargetGroup: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/blue/73e2d6bc24d8a067',
             candidateTargetGroup: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/green/73e2d6bc24d8a068'}""";
    private static final String CLOUDFLARE = """
            {type: cloudflare, name: cf, zone: 023e105f4ecef8ad9ca31a8372d0c353, loadBalancer: 699d98642c564d2e855e9661899b7252,
             stablePool: 17b5962d775c646f3f9725cbc7a53df4, candidatePool: 9290f38c5d07c2e2f4df57b1f61d4196, token: {env: CF}}""";

    private static final Map<String, String> ALL = Map.of(
            "istio", ISTIO,
            "gateway-api", GATEWAY,
            "nginx-ingress", NGINX,
            "service", SERVICE,
            "envoy", ENVOY,
            "alb", ALB,
            "cloudflare", CLOUDFLARE);

    private static Plan plan(String routers, String stages) {
        String text = Plans.SMALLEST;
        int from = text.indexOf("routers:");
        int to = text.indexOf("sources:");
        String plan =
                text.substring(0, from) + "routers:\n  - " + routers.replace("\n", "\n  ") + "\n" + text.substring(to);
        return Plans.read(plan + stages);
    }

    private static String stage(String options) {
        return "stages:\n  - {name: one, weight: 5%, duration: 1m" + options
                + "}\n  - {name: all, weight: 100%, duration: 1m}\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"istio", "gateway-api", "nginx-ingress", "service", "envoy", "alb", "cloudflare"})
    void everyKindIsReadAndWrittenAlike(String kind) throws Poison {
        Plan plan = plan(ALL.getOrDefault(kind, ""), "");

        assertThat(plan.routers()).hasSize(1);
        assertThat(Codec.bind(Codec.json(plan), Plan.class)).isEqualTo(plan);
    }

    @Test
    void whatStandsInAClusterIsInTheTargetsNamespace() {
        assertThat(((ClusterRouter) plan(ISTIO, "").routers().getFirst()).home())
                .isEqualTo("demo");
        assertThat(((ClusterRouter) plan(ISTIO.replace("name: mesh", "name: mesh, namespace: edge"), "")
                                .routers()
                                .getFirst())
                        .home())
                .isEqualTo("edge");
    }

    @Test
    void aServiceStaysOnStableUntilAStageGivesEverything() {
        Router service = plan(SERVICE, "").routers().getFirst();

        assertThat(service.share(Weight.percent(50))).isEqualTo(Weight.ZERO);
        assertThat(service.share(Weight.FULL)).isEqualTo(Weight.FULL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            istio         | , header: {name: x-canary, value: a}       |
            istio         | , cookie: {name: canary, value: a}         |
            istio         | , mirror: 10%                              |
            istio         | , affinity: {cookie: c, maxAge: 1h}        | stages[0].affinity: can't be done by router mesh
            gateway-api   | , header: {name: x-canary, value: a}       |
            gateway-api   | , cookie: {name: canary, value: a}         |
            gateway-api   | , mirror: 100%                             |
            gateway-api   | , mirror: 10%                              | stages[0].mirror: can't be done by router gw
            gateway-api   | , affinity: {cookie: c, maxAge: 1h}        | stages[0].affinity: can't be done by router gw
            nginx-ingress | , header: {name: x-canary, value: a}       |
            nginx-ingress | , cookie: {name: canary, value: always}    |
            nginx-ingress | , cookie: {name: canary, value: a}         | stages[0].cookie: can't be done by router door
            nginx-ingress | , affinity: {cookie: c, maxAge: 3600s}     |
            nginx-ingress | , mirror: 10%                              | stages[0].mirror: can't be done by router door
            service       | , header: {name: x-canary, value: a}       | stages[0].header: can't be done by router cut
            service       | , mirror: 10%                              | stages[0].mirror: can't be done by router cut
            envoy         | , header: {name: x-canary, value: a}       | stages[0].header: can't be done by router side: its field header
            envoy         | , cookie: {name: canary, value: a}         | stages[0].cookie: can't be done by router side
            alb           | , affinity: {cookie: c, maxAge: 1h}        |
            alb           | , header: {name: x-canary, value: a}       | stages[0].header: can't be done by router alb
            cloudflare    | , affinity: {cookie: c, maxAge: 1h}        |
            cloudflare    | , affinity: {cookie: c, maxAge: 10m}       | stages[0].affinity: can't be done by router cf: Cloudflare keeps
            cloudflare    | , mirror: 10%                              | stages[0].mirror: can't be done by router cf
            """)
    void aPlanThatAsksForWhatARouterCantDoIsRefused(String kind, String options, @Nullable String says) {
        String routers = ALL.getOrDefault(kind, "");
        if (says == null) {
            assertThat(plan(routers, stage(options)).stages()).hasSize(2);
        } else {
            assertThatThrownBy(() -> plan(routers, stage(options)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(says);
        }
    }

    @Test
    void anEnvoyDoesTheHeaderThatItsConfigurationMatches() {
        String routers = ENVOY.replace("key:", "header: {name: x-canary, value: a}, key:");

        assertThat(plan(routers, stage(", header: {name: x-canary, value: a}")).stages())
                .hasSize(2);
        assertThatThrownBy(() -> plan(routers, stage(", header: {name: x-canary, value: b}")))
                .hasMessageContaining("x-canary: a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            candidate: {host: checkout, subset: v2} | candidate: {host: checkout, subset: v1} | expected another destination than stable's
            virtualService: checkout                | virtualService: Checkout                | routers[0].virtualService
            subset: v2                              | subset: "v 2"                           | routers[0].candidate.subset
            virtualService: checkout                | virtualService: checkout, tcp: [70000]  | routers[0].tcp: expected a port
            name: mesh                              | name: mesh, namespace: A                | routers[0].namespace
            """)
    void whatKubernetesWouldNotTakeIsRefusedByName(String found, String instead, String says) {
        assertThatThrownBy(() -> plan(ISTIO.replace(found, instead), ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(says);
    }

    @Test
    void aSelectorChoosesByTheSameLabels() {
        assertThatThrownBy(() -> plan(SERVICE.replace("candidate: {version", "candidate: {track"), ""))
                .hasMessageContaining("routers[0].candidate: expected the same labels as stable's");
        assertThatThrownBy(() -> plan(SERVICE.replace("5.1", "5.0"), ""))
                .hasMessageContaining("routers[0].candidate: expected other values");
    }

    @Test
    void aServiceBehindAnotherRouterIsNotCutOver() {
        String service = SERVICE.replace("service: backend", "service: checkout");
        assertThatThrownBy(() -> plan(ISTIO + "\n- " + service, ""))
                .hasMessageContaining("router mesh sends traffic to Service checkout")
                .hasMessageContaining("emptied");
        String elsewhere = ISTIO.replace("name: mesh", "name: mesh, namespace: edge");
        assertThat(plan(elsewhere + "\n- " + service, "").routers()).hasSize(2);
    }

    @Test
    void theSameObjectTwiceIsRefused() {
        assertThatThrownBy(() -> plan(ISTIO + "\n- " + ISTIO.replace("name: mesh", "name: other"), ""))
                .hasMessageContaining("routers[1]: expected another place");
    }

    @Test
    void weightsOfTargetGroupsAreExactOrRefused() {
        assertThat(plan(ALB, stage("").replace("5%", "0.5%")).stages()).hasSize(2);
        assertThatThrownBy(() -> plan(ALB, stage("").replace("5%", "0.01%")))
                .hasMessageContaining("needs the weights 9999 and 1, and AWS takes at most 999");
        assertThatThrownBy(() -> plan(CLOUDFLARE, stage("").replace("5%", "0.5%")))
                .hasMessageContaining("expected a whole percentage");
    }

    @Test
    void aTokenIsNamedAndNotWritten() {
        assertThatThrownBy(() -> plan(CLOUDFLARE.replace("{env: CF}", "abcdef"), ""))
                .hasMessageContaining("routers[0].token")
                .hasMessageNotContaining("abcdef");
    }
}
