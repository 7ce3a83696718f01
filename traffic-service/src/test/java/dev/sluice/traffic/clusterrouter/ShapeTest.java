package dev.sluice.traffic.clusterrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Json;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of src/test/resources/clusterrouter: an object, a split, and what is made of it. */
class ShapeTest {
    private static final Path TABLES = Path.of("src/test/resources/clusterrouter");

    private record Case(String title, ClusterRouter router, JsonNode row, ObjectNode defaults) {
        @Override
        public String toString() {
            return title;
        }

        ObjectNode object(String field) {
            ObjectNode object =
                    defaults.has("object") ? defaults.withObject("/object").deepCopy() : canary();
            if (defaults.has("object")) {
                object.set("spec", row.path(field));
            } else {
                ObjectNode annotations = Tree.annotations(object);
                row.path(field)
                        .properties()
                        .forEach(each ->
                                annotations.set("nginx.ingress.kubernetes.io/" + each.getKey(), each.getValue()));
            }
            return object;
        }

        private static ObjectNode canary() {
            return NginxKit.ingress("shop", "shop-canary", "green");
        }

        Standing standing() throws Exception {
            return ClusterRouters.place(router).find(ref -> Optional.of(object("before")));
        }

        Split split() throws Exception {
            return Json.WIRE.treeToValue(row.path("split"), Split.class);
        }
    }

    static Stream<Case> cases() throws IOException {
        return Stream.of("istio.yaml", "gateway-api.yaml", "nginx-ingress.yaml").flatMap(ShapeTest::table);
    }

    private static Stream<Case> table(String file) {
        try {
            ObjectNode table = Yaml.object(Files.readString(TABLES.resolve(file)));
            ObjectNode defaults = table.withObject("/defaults");
            return StreamSupport.stream(table.path("cases").spliterator(), false)
                    .map(row -> {
                        ObjectNode router =
                                defaults.withObject("/router").deepCopy().put("splits", false);
                        row.path("router").properties().forEach(each -> router.set(each.getKey(), each.getValue()));
                        return new Case(
                                file + ": " + row.path("name").asText(),
                                (ClusterRouter) Json.WIRE.convertValue(router, Router.class),
                                row,
                                defaults);
                    });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatIsMadeOfAnObject(Case each) throws Exception {
        Standing standing = each.standing();
        ObjectNode before = standing.object().deepCopy();

        if (each.row().has("refused")) {
            assertThatThrownBy(() -> standing.shape().split(standing.object(), each.split()))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(each.row().path("refused").asText());
        } else {
            ObjectNode after = standing.shape().split(standing.object(), each.split());
            assertThat(standing.shape().share(after, Weight.ZERO))
                    .isEqualTo(each.split().candidate());
            assertThat(standing.shape().split(after, each.split()))
                    .as("twice is once")
                    .isEqualTo(after);
            expected(each, "after", after);
            expected(each, "restored", standing.shape().restored(after));
        }
        if (each.row().has("restored")) {
            expected(each, "restored", standing.shape().restored(standing.object()));
        }
        assertThat(standing.object()).as("what was given").isEqualTo(before);
    }

    private static void expected(Case each, String field, ObjectNode found) {
        if (each.row().has(field)) {
            assertThat(found.toPrettyString()).isEqualToIgnoringWhitespace(sorted(each.object(field), found));
        }
    }

    /** Equal trees read the same: the order of fields means nothing, and the difference is better read in text. */
    private static String sorted(ObjectNode expected, ObjectNode found) {
        return expected.equals(found) ? found.toPrettyString() : expected.toPrettyString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatTheObjectSays(Case each) throws Exception {
        Standing standing = each.standing();
        Weight written = Weight.parse(each.row().path("written").asText("0%"));

        if (each.row().has("unreadable")) {
            assertThatThrownBy(() -> standing.shape().share(standing.object(), written))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(each.row().path("unreadable").asText());
        } else if (each.row().has("share")) {
            assertThat(standing.shape().share(standing.object(), written))
                    .isEqualTo(Weight.parse(each.row().path("share").asText()));
        } else if (each.row().has("restored")) {
            ObjectNode restored = standing.shape().restored(standing.object());
            assertThat(standing.shape().share(restored, written)).isEqualTo(Weight.ZERO);
            assertThat(standing.shape().open(restored)).isFalse();
        } else {
            assertThat(each.row().path("after").isMissingNode()
                            && each.row().path("refused").isMissingNode())
                    .as("a case says what is expected")
                    .isFalse();
        }
    }
}
