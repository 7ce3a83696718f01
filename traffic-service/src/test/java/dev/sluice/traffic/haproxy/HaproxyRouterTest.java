package dev.sluice.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.plan.Router;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is HAProxy's own, against a real one. */
class HaproxyRouterTest {
    private static final RolloutId ROLLOUT = new RolloutId("shop-aaaaaaaaaa");
    private static final Split HALF = Split.of(Weight.percent(50));
    private static final Stamp SHIFT = new Stamp(ROLLOUT, 3, 1);
    private static final Stamp RESTORE = new Stamp(ROLLOUT, 4, 1);
    private HaproxyRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new HaproxyRig(HaproxyRig.WEIGHTS, 2, HaproxyRig.weights(2, true));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private HaproxyRouter router(List<String> stable, List<String> candidate, String backend, String file) {
        return new HaproxyRouter(new Router.Haproxy(
                new Name("edge"),
                false,
                rig.haproxy.unix(),
                Optional.of(new Router.Weights(backend, stable, candidate)),
                Optional.empty(),
                file.isEmpty() ? Optional.empty() : Optional.of(new Router.MapEntry(file, "shop"))));
    }

    private HaproxyRouter router(String map) {
        return router(List.of("s1", "s2"), List.of("c1", "c2"), "shop", map);
    }

    @Test
    void aClientWithACandidatesCookieIsCutByARestoreWithoutLatch() throws Exception {
        TrafficRouter router = router("");
        router.shift(Split.of(Weight.FULL), SHIFT);
        HttpResponse<Void> first = rig.clients.get("");
        String cookie = first.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
        router.shift(HALF, SHIFT);
        for (int i = 0; i < 20; i++) {
            assertThat(rig.clients.get(cookie).headers().firstValue("x-side")).contains("candidate");
        }

        router.restore(RESTORE);

        for (int i = 0; i < 20; i++) {
            HttpResponse<Void> response = rig.clients.get(cookie);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("x-side")).contains("stable");
        }
    }

    @Test
    void wrongNamesAreRefusedWithThoseThatExist() {
        assertThatThrownBy(() ->
                        router(List.of("s1", "s7"), List.of("c1"), "shop", "").shift(HALF, SHIFT))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll("shop", "s7", "s1, s2, c1, c2");
        assertThatThrownBy(
                        () -> router(List.of("s1"), List.of("c1"), "shopp", "").observe())
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll("shopp", "shop_stable");
        assertThatThrownBy(() -> router("/nowhere.map").shift(HALF, SHIFT))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll("/nowhere.map", "Unknown map");
    }

    @Test
    void wrongBackendsOfThePercentLayoutAreRefusedWithThoseThatExist() {
        Router.Haproxy plan = new Router.Haproxy(
                new Name("edge"),
                false,
                rig.haproxy.unix(),
                Optional.empty(),
                Optional.of(new Router.Percent("shop_stable", "shop_canary")),
                Optional.of(HaproxyRig.mapEntry(rig.haproxy)));

        assertThatThrownBy(() -> new HaproxyRouter(plan).shift(HALF, SHIFT))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll("no backend shop_canary", "shop_candidate");
    }

    @Test
    void aRestoreDoesWhatItCanBeforeItTellsAWrongName() throws Exception {
        router("").shift(HALF, SHIFT);

        assertThatThrownBy(() -> router("/nowhere.map").restore(RESTORE)).isInstanceOf(Refused.class);
        assertThat(rig.send(40).stable()).isEqualTo(40);

        router("").shift(HALF, SHIFT);
        assertThatThrownBy(() -> router(List.of("s1", "s2"), List.of("c1", "c2", "c3"), "shop", "")
                        .restore(RESTORE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("c3");
        assertThat(rig.send(40).stable()).isEqualTo(40);
    }

    @Test
    void otherTargetsEntriesOfTheSameFileStay() throws Exception {
        TrafficRouter router = rig.router();
        router.shift(HALF, SHIFT);
        router.restore(RESTORE);
        router.shift(HALF, new Stamp(new RolloutId("shop-bbbbbbbbbb"), 7, 1));

        String map = rig.haproxy.ask("show map " + rig.haproxy.mapFile()).getFirst();

        assertThat(map).contains(" other 33").contains(" shop.latch open").contains(" shop.stamp shop-bbbbbbbbbb:7:1");
        assertThat(map.lines().filter(line -> line.contains("shop.")).count()).isEqualTo(3);
    }

    @Test
    void aLatchSetByHandStopsShiftsAndNotRestores() throws Exception {
        TrafficRouter router = rig.router();
        rig.haproxy.ask("set map " + rig.haproxy.mapFile() + " shop.latch latched:by-the-night-shift");

        assertThatThrownBy(() -> router.shift(HALF, SHIFT))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("by-the-night-shift");
        assertThat(router.observe().candidate()).isEqualTo(Weight.ZERO);
        assertThat(router.restore(RESTORE).latch()).contains(RESTORE);
    }

    @Test
    void weightsLostByARestartAreSeenWithoutAMapToo() throws Exception {
        TrafficRouter router = router("");
        router.shift(Split.of(Weight.percent(20)), SHIFT);
        rig.restart();

        assertThat(router.observe().candidate()).isEqualTo(Weight.ZERO);
    }

    @Test
    void aHeaderWithoutAMapIsRefused() {
        Split split = Split.of(Weight.ZERO, new HeaderMatch("x-canary-user", "true"));

        assertThatThrownBy(() -> router("").shift(split, SHIFT))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("map");
    }

    @Test
    void theWritesAreTheCommands() {
        assertThat(router("/etc/shop.map").writes(Split.of(Weight.percent(20))))
                .contains(
                        "set map /etc/shop.map shop.stamp <rollout>:<version>:<epoch>",
                        "set map /etc/shop.map shop.header off",
                        "set server shop/s1 weight 4",
                        "set server shop/c2 weight 1");
    }

    @Test
    void aWriteBesideTheAdapterIsSeen() throws Exception {
        TrafficRouter router = rig.router();
        router.shift(Split.of(Weight.percent(20)), SHIFT);
        rig.haproxy.ask("set server shop/c1 weight 4", "set server shop/c2 weight 4");

        assertThat(router.observe().candidate()).isEqualTo(Weight.percent(50));
    }

    /** Why no transactions: of two writers who both prepared, the second to commit wins without a word. */
    @Test
    void aCommitOfHaproxyIsNoCompareAndSet() throws Exception {
        String file = rig.haproxy.mapFile().toString();
        String first = version(rig.haproxy.ask("prepare map " + file).getFirst());
        String second = version(rig.haproxy.ask("prepare map " + file).getFirst());
        rig.haproxy.ask("add map @" + first + " " + file + " shop 11", "commit map @" + first + " " + file);
        rig.haproxy.ask("add map " + file + " added.between 1");

        List<String> committed =
                rig.haproxy.ask("add map @" + second + " " + file + " shop 22", "commit map @" + second + " " + file);

        assertThat(committed).containsExactly("", "");
        assertThat(rig.haproxy.ask("show map " + file).getFirst())
                .contains("shop 22")
                .doesNotContain("shop 11")
                .doesNotContain("other 33")
                .doesNotContain("added.between");
    }

    @Test
    void aRestoreTakesAFewCommandsTime() throws Exception {
        TrafficRouter router = rig.router();
        long[] restores = new long[400];
        long[] commands = restores.clone();
        for (int i = 0; i < restores.length; i++) {
            long start = System.nanoTime();
            router.restore(RESTORE);
            long between = System.nanoTime();
            rig.haproxy.ask("show map " + rig.haproxy.mapFile());
            commands[i] = System.nanoTime() - between;
            restores[i] = between - start;
        }
        // A busy machine slows both.
        assertThat((double) warmMedian(restores) / warmMedian(commands)).isLessThan(20);
    }

    private static long warmMedian(long[] nanos) {
        long[] warm = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }

    /** The argument of {@link LatchOpening}, tried on a real HAProxy with two threads. */
    @Test
    void aRestoreBesideAShiftThatOpensAnEarlierLatchAlwaysStands() throws Exception {
        TrafficRouter router = rig.router();
        TrafficRouter late = rig.router();
        RolloutId next = new RolloutId("shop-bbbbbbbbbb");
        for (int round = 0; round < 300; round++) {
            rig.haproxy.ask(
                    "set map " + rig.haproxy.mapFile() + " shop.latch latched:" + ROLLOUT + ":4:1",
                    "set map " + rig.haproxy.mapFile() + " shop.stamp " + ROLLOUT + ":4:1");
            CompletableFuture<Boolean> shifted =
                    CompletableFuture.supplyAsync(() -> shifts(late, new Stamp(next, 7, 1)));

            router.restore(new Stamp(next, 8, 1));
            shifted.get(5, TimeUnit.SECONDS);

            assertThat(router.observe().candidate()).as("round %d", round).isEqualTo(Weight.ZERO);
            assertThat(router.observe().latch()).as("round %d", round).isPresent();
        }
    }

    private static boolean shifts(TrafficRouter router, Stamp stamp) {
        try {
            router.shift(HALF, stamp);
            return true;
        } catch (RouterFailure e) {
            return false;
        }
    }

    @Test
    void anErrorOfRightsIsToldInHaproxysWords() throws Exception {
        HaproxyRig limited = new HaproxyRig(
                HaproxyRig.WEIGHTS.replace("level admin\n  stats socket ipv4", "level user\n  stats socket ipv4"),
                1,
                HaproxyRig.weights(1, false));
        try (limited) {
            TrafficRouter router = new HaproxyRouter(
                    HaproxyRig.weights(1, false).plan(limited.haproxy, Optional.of(limited.haproxy.unix())));

            assertThatThrownBy(() -> router.restore(RESTORE))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void manyCommandsGoInSeveralLines() throws RouterFailure {
        String[] commands = new String[900];
        Arrays.fill(commands, "set server shop/s1 weight 7");

        assertThat(rig.haproxy.ask(commands)).hasSize(900).containsOnly("");
    }

    @Test
    void countsAreFinalResponsesOfTheServers() throws Exception {
        TrafficRouter router = rig.router();
        rig.send(7);

        assertThat(router.observe().counts()).contains(new Observed.Counts(7, 0));
    }

    private static String version(String reply) {
        return reply.replaceAll("\\D", "");
    }
}
