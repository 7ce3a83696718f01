package dev.sluice.traffic.clusterrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.Affinity;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.ClusterRouter.Destination;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a router is found, what it says it would write, and the weights that it takes. */
class PlaceTest {
    private static final Split TWENTY = Split.of(Weight.percent(20), new HeaderMatch("x-canary-user", "true"));
    private final Map<String, ObjectNode> objects = new HashMap<>();

    private static ClusterRouter.Istio istio(String... routes) {
        return new ClusterRouter.Istio(
                new Name("mesh"),
                false,
                Optional.of("shop"),
                "checkout",
                List.of(routes),
                List.of(),
                List.of(),
                new Destination("checkout", Optional.of("v1")),
                new Destination("checkout", Optional.of("v2")));
    }

    private void object(String name, String http) {
        objects.put(name, Yaml.object("spec: {http: [" + http + "]}"));
    }

    private Standing find(ClusterRouter router) throws Exception {
        return ClusterRouters.place(router)
                .find(ref -> Optional.ofNullable(objects.get(ref.namespace() + "/" + ref.name())));
    }

    private static String delegate(String namespace, String name) {
        return "{name: to-" + name + ", delegate: {name: " + name + ", namespace: " + namespace + "}}";
    }

    private static String leads(String name, String host) {
        return "{name: %s, route: [{destination: {host: %s, subset: v1}}, {destination: {host: %s, subset: v2}}]}"
                .formatted(name, host, host);
    }

    @Test
    void aDelegateIsFollowedIntoItsNamespaceWhereNamesMeanItsOwn() throws Exception {
        object("shop/checkout", delegate("team", "pay"));
        object("team/pay", leads("a", "checkout.shop.svc.cluster.local") + "," + leads("b", "checkout"));

        Standing found = find(istio("to-pay"));

        assertThat(found.ref()).hasToString("VirtualService team/pay");
        assertThat(found.shape().split(found.object(), Split.of(Weight.FULL)).at("/spec/http"))
                .extracting(route -> route.at("/route/1/weight").asInt())
                .containsExactly(100, 0);
    }

    @Test
    void routesInTwoObjectsAreRefused() {
        object("shop/checkout", delegate("shop", "pay") + "," + leads("here", "checkout"));
        object("shop/pay", leads("there", "checkout"));

        assertThatThrownBy(() -> find(istio()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("VirtualService shop/checkout, VirtualService shop/pay")
                .hasMessageContaining("a router for each");
    }

    @Test
    void aDelegateThatLeadsElsewhereIsNoneOfOurs() throws Exception {
        object(
                "shop/checkout",
                delegate("shop", "pay") + "," + delegate("shop", "gone") + "," + leads("here", "checkout"));
        object("shop/pay", leads("there", "payments"));

        assertThat(find(istio()).ref()).hasToString("VirtualService shop/checkout");
    }

    @Test
    void aCanaryIngressIsMadeOfTheStableOnesPaths() throws Exception {
        ObjectNode stable = NginxKit.ingress("shop", "checkout", "checkout-blue");
        Tree.annotations(stable).put("kubernetes.io/ingress.class", "nginx").put("example.com/owner", "a-team");
        objects.put("shop/checkout", stable);

        Standing found = find(new NginxKit(false).plan("shop"));

        assertThat(found.exists()).isFalse();
        ObjectNode expected = NginxKit.ingress("shop", "checkout-canary", "checkout-green");
        Tree.annotations(expected)
                .put("nginx.ingress.kubernetes.io/canary", "true")
                .put("kubernetes.io/ingress.class", "nginx");
        expected.withObject("/metadata/labels").put("app.kubernetes.io/managed-by", "sluice");
        assertThat(found.object()).isEqualTo(expected);
    }

    @Test
    void anIngressThatLeadsElsewhereHasNoCanaryMade() {
        objects.put("shop/checkout", NginxKit.ingress("shop", "checkout", "another"));

        assertThatThrownBy(() -> find(new NginxKit(false).plan("shop")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no path that leads to checkout-blue");
    }

    @Test
    void anAffinityIsSetBesideAndTakenAwayAndAForeignOneStays() throws Exception {
        Place.Beside beside =
                ClusterRouters.place(new NginxKit(false).plan("shop")).beside().orElseThrow();
        ObjectNode stable = NginxKit.ingress("shop", "checkout", "checkout-blue");
        Tree.annotations(stable).put("example.com/owner", "a-team");
        Split sticky = new Split(
                Weight.percent(20),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Affinity("route", Span.parse("1h"))));

        ObjectNode set = beside.with(stable, sticky);

        assertThat(Tree.annotation(set, "nginx.ingress.kubernetes.io/affinity")).contains("cookie");
        assertThat(Tree.annotation(set, "nginx.ingress.kubernetes.io/session-cookie-name"))
                .contains("route");
        assertThat(Tree.annotation(set, "nginx.ingress.kubernetes.io/session-cookie-max-age"))
                .contains("3600");
        assertThat(beside.with(set, sticky)).isEqualTo(set);
        assertThat(beside.without(set)).isEqualTo(stable);
        assertThat(beside.with(set, Split.of(Weight.FULL))).isEqualTo(stable);
        Tree.annotations(stable).put("nginx.ingress.kubernetes.io/affinity", "cookie");
        assertThat(beside.without(stable)).isEqualTo(stable);
        assertThatThrownBy(() -> beside.with(stable, sticky)).hasMessageContaining("of its own");
    }

    @Test
    void aSelectorThatIsNeithersIsRefusedAndRestored() throws Exception {
        ObjectNode service = new ServiceKit().manifests("shop").getFirst();
        service.withObject("/spec/selector").put("colour", "red").put("tier", "web");
        objects.put("shop/checkout", service);
        Standing found = find(new ServiceKit().plan("shop"));

        assertThatThrownBy(() -> found.shape().share(service, Weight.ZERO))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("red")
                .hasMessageContaining("colour=blue");
        assertThatThrownBy(() -> found.shape().split(service, Split.of(Weight.FULL)))
                .isInstanceOf(Refused.class);
        assertThat(found.shape().restored(service).at("/spec/selector"))
                .isEqualTo(Yaml.object("{app: checkout, colour: blue, tier: web}"));
    }

    @Test
    void whatWouldBeWrittenReadsAsAnOperatorKnowsIt() {
        assertThat(ClusterRouters.place(istio("primary")).writes(TWENTY))
                .containsExactly("VirtualService shop/checkout: route primary: v1 80, v2 20,"
                        + " requests with header x-canary-user: true to the candidate");
        assertThat(ClusterRouters.place(new GatewayKit(ClusterRouter.RouteKind.HTTP, false).plan("shop"))
                        .writes(Split.of(Weight.percent(5))))
                .containsExactly("HTTPRoute shop/checkout: every rule to checkout-blue: checkout-blue 95,"
                        + " checkout-green 5");
        assertThat(ClusterRouters.place(new NginxKit(false).plan("shop")).writes(TWENTY))
                .containsExactly(
                        "Ingress shop/checkout-canary: canary-weight 20, canary-by-header x-canary-user: true");
        assertThat(ClusterRouters.place(new ServiceKit().plan("shop")).writes(Split.of(Weight.FULL)))
                .containsExactly("Service shop/checkout: selector colour=green");
    }

    @ParameterizedTest
    @CsvSource({
        "100,0,'',5%,95,5,''",
        "1,0,'',5%,95,5,''",
        "0,0,'',20%,80,20,''",
        "100,0,'',0.25%,399,1,''",
        "100,0,'',33.33%,6667,3333,''",
        "3,0,'4',100%,0,3,'4'",
        "3,0,'4',50%,3,3,'8'",
        "40,40,'20',0%,80,0,'20'",
        "90,0,'10',50%,45,45,'10'",
        "1,0,'1 1',20%,4,1,'5 5'"
    })
    void weightsAreTheLeastThatAreExact(
            long stable, long candidate, String others, String share, long left, long given, String kept) {
        Weighing weights = new Weighing(stable, candidate, numbers(others))
                .with(Weight.parse(share))
                .orElseThrow();

        assertThat(weights).isEqualTo(new Weighing(left, given, numbers(kept)));
        assertThat(weights.share()).isEqualTo(Weight.parse(share));
    }

    private static List<Long> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : java.util.Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }

    @Test
    void whereTheTwoHaveNothingNothingCanBeSplit() {
        Weighing none = new Weighing(0, 0, List.of(100L));

        assertThat(none.with(Weight.percent(5))).isEmpty();
        assertThat(none.with(Weight.ZERO)).contains(none);
    }

    @Test
    void aTraceOfTrafficIsNeverToldAsNone() {
        assertThat(new Weighing(1_000_000, 1, List.of()).share()).isEqualTo(new Weight(1));
        assertThat(new Weighing(1, 1_000_000, List.of()).share()).isEqualTo(new Weight(9_999));
    }
}
