package dev.sluice.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Right;
import dev.sluice.traffic.port.Right.Answer;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sockets of each level are told to allow, against a real HAProxy that is then held to it. */
class PermissionsTest {
    private static final Stamp STAMP = new Stamp(new RolloutId("shop-aaaaaaaaaa"), 3, 1);
    private HaproxyRig rig;

    @BeforeEach
    void open() throws Exception {
        String sockets = """
                global
                  stats socket ${FOLDER}/user.sock mode 600 level user
                  stats socket ${FOLDER}/operator.sock mode 600 level operator
                """;
        rig = new HaproxyRig(HaproxyRig.WEIGHTS.replace("global\n", sockets), 2, HaproxyRig.weights(2, true));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private HaproxyRouter weights(String socket) {
        return new HaproxyRouter(new Router.Haproxy(
                new Name("edge"),
                false,
                "unix://" + rig.haproxy.folder.resolve(socket),
                Optional.of(new Router.Weights("shop", List.of("s1", "s2"), List.of("c1", "c2"))),
                Optional.empty(),
                Optional.of(HaproxyRig.mapEntry(rig.haproxy))));
    }

    private HaproxyRouter percent(String socket) {
        return new HaproxyRouter(new Router.Haproxy(
                new Name("edge"),
                false,
                "unix://" + rig.haproxy.folder.resolve(socket),
                Optional.empty(),
                Optional.of(new Router.Percent("shop_stable", "shop_candidate")),
                Optional.of(HaproxyRig.mapEntry(rig.haproxy))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "operator"})
    void belowAdminWeightsCantBeWrittenAndMapEntriesCan(String level) throws Exception {
        assertThat(weights(level + ".sock").rights())
                .extracting(Right::to, Right::answer)
                .containsExactly(tuple("write weights", Answer.MISSING), tuple("write map entries", Answer.HELD));
        assertThat(weights(level + ".sock").rights().getFirst().detail())
                .isEqualTo("the socket's level is " + level + ": it needs 'level admin'");
        assertThatThrownBy(() -> weights(level + ".sock").shift(Split.of(Weight.percent(50)), STAMP))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Permission denied");

        assertThat(percent(level + ".sock").rights()).extracting(Right::answer).containsExactly(Answer.HELD);
        assertThat(percent(level + ".sock")
                        .shift(Split.of(Weight.percent(50)), STAMP)
                        .candidate())
                .isEqualTo(Weight.percent(50));
    }

    @Test
    void anAdminMayDoBoth() throws Exception {
        assertThat(weights("admin.sock").rights()).extracting(Right::answer).containsOnly(Answer.HELD);
        assertThat(weights("admin.sock")
                        .shift(Split.of(Weight.percent(50)), STAMP)
                        .candidate())
                .isEqualTo(Weight.percent(50));
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        String file = Files.readString(rig.haproxy.mapFile());
        List<String> asked =
                List.of("show map " + rig.haproxy.mapFile(), "show servers state", "show servers conn", "show table");
        List<String> before = rig.haproxy.ask(asked.toArray(String[]::new));

        weights("admin.sock").rights();

        assertThat(rig.haproxy.ask(asked.toArray(String[]::new)).getFirst()).isEqualTo(before.getFirst());
        assertThat(shares(rig.haproxy.ask("show servers state").getFirst())).isEqualTo(shares(before.get(1)));
        assertThat(Files.readString(rig.haproxy.mapFile())).isEqualTo(file);
    }

    private static List<String> shares(String state) {
        return state.lines()
                .skip(2)
                .map(line -> List.of(line.split(" ")))
                .map(cells -> cells.get(3) + " " + cells.get(6) + " " + cells.get(7))
                .toList();
    }

    @Test
    void anAnswerThatSettlesNothingIsUnknown() {
        Permissions permissions = new Permissions(
                new WeightLayout(new Router.Weights("shop", List.of("s1"), List.of("c1"))), Optional.empty(), "absent");

        assertThat(permissions.rights(List.of("admin", "Unknown command")))
                .extracting(Right::answer)
                .containsExactly(Answer.UNKNOWN);
    }
}
