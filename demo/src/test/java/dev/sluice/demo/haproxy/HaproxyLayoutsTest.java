package dev.sluice.demo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Eventually;
import dev.sluice.demo.Http;
import dev.sluice.demo.load.LoadGenerator;
import dev.sluice.demo.load.LoadOptions;
import dev.sluice.demo.load.Summary;
import dev.sluice.demo.target.Behaviour;
import dev.sluice.demo.target.SampleTarget;
import dev.sluice.demo.target.TargetOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped configurations do what their comments say, on a real HAProxy and real targets. */
class HaproxyLayoutsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUESTS = 2_000;
    private static final int PER_SECOND = 8_000;

    private final List<SampleTarget> servers = Stream.of("1", "1", "2", "2")
            .map(version -> SampleTarget.start(new TargetOptions(0, version, 1)))
            .toList();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        servers.forEach(SampleTarget::close);
    }

    private Haproxy start(Layout layout, int threads) {
        return Haproxy.start(folder, layout, threads, servers);
    }

    private static void split(Haproxy haproxy, Layout layout, int percent) {
        layout.split(percent, haproxy.map()).forEach(haproxy::command);
    }

    private static Summary send(Haproxy haproxy, int requests) {
        LoadOptions options = LoadOptions.constant(Http.local(haproxy.port, "/"), PER_SECOND);
        try (LoadGenerator load = LoadGenerator.start(options.limitedTo(requests))) {
            load.awaitEnd(PATIENCE);
            return load.observations().all();
        }
    }

    private static String versionFor(Haproxy haproxy, String... headers) {
        return Http.version(Http.get(haproxy.port, "/", headers));
    }

    @ParameterizedTest
    @CsvSource({"WEIGHTS,1", "WEIGHTS,4", "MAP,1", "MAP,4", "RAND,4"})
    void splitsAsItSaysOver2000Requests(Layout layout, int threads) {
        try (Haproxy haproxy = start(layout, threads)) {
            for (int percent : new int[] {5, 20, 50, 100, 0}) {
                split(haproxy, layout, percent);
                long tolerance = layout.tolerance(percent, REQUESTS);
                expectShare(haproxy, percent, tolerance + layout.settling());
                expectShare(haproxy, percent, tolerance);
            }
        }
    }

    private static void expectShare(Haproxy haproxy, int percent, long tolerance) {
        Summary summary = send(haproxy, REQUESTS);
        assertThat(summary.failed()).isZero();
        assertThat(summary.answeredBy("2"))
                .as("%s %%: %s", percent, summary.answers())
                .isCloseTo(REQUESTS / 100L * percent, Offset.offset(tolerance));
    }

    @Test
    void everyHundredConsecutiveRequestsOfTheMapLayoutAreExact() {
        try (Haproxy haproxy = start(Layout.MAP, 4)) {
            split(haproxy, Layout.MAP, 20);
            List<String> versions =
                    IntStream.range(0, 300).mapToObj(i -> versionFor(haproxy)).toList();
            for (int first = 0; first <= 200; first++) {
                assertThat(versions.subList(first, first + 100).stream().filter("2"::equals))
                        .hasSize(20);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLatchSendsEverythingToStableAtOnce(Layout layout) {
        try (Haproxy haproxy = start(layout, 4);
                LoadGenerator load = LoadGenerator.start(LoadOptions.constant(Http.local(haproxy.port, "/"), 1_000))) {
            split(haproxy, layout, 100);
            Eventually.until(
                    "traffic on the candidate",
                    () -> load.observations().over(Duration.ofMillis(100)).answeredBy("2") > 50);
            haproxy.set("app.latch", "latched:r-1:17:3");
            long mark = load.observations().mark();
            Eventually.until(
                    "traffic on stable", () -> load.observations().since(mark).answeredBy("1") > 500);
            assertThat(load.observations().since(mark).answeredBy("2")).isZero();
            assertThat(load.observations().all().failed()).isZero();
            haproxy.set("app.latch", "open");
            assertThat(send(haproxy, 100).answeredBy("2")).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void headerMatchWorksAndIsCutByTheLatch(Layout layout) {
        String[] canary = {"X-Canary-User", "true"};
        try (Haproxy haproxy = start(layout, 2)) {
            assertThat(versionFor(haproxy, canary)).isEqualTo("1");
            haproxy.set("app.header", "on");
            assertThat(versionFor(haproxy, canary)).isEqualTo("2");
            assertThat(versionFor(haproxy, "X-Canary-User", "false")).isEqualTo("1");
            assertThat(versionFor(haproxy)).isEqualTo("1");
            haproxy.set("app.latch", "latched:r-1:17:3");
            assertThat(versionFor(haproxy, canary)).isEqualTo("1");
        }
    }

    @Test
    void headerMatchesDoNotBendTheSplitOfTheOthers() {
        try (Haproxy haproxy = start(Layout.MAP, 2)) {
            haproxy.set("app.header", "on");
            split(haproxy, Layout.MAP, 50);
            List<String> versions = IntStream.range(0, 100)
                    .mapToObj(i -> {
                        versionFor(haproxy, "X-Canary-User", "true");
                        return versionFor(haproxy);
                    })
                    .toList();
            assertThat(versions.stream().filter("2"::equals)).hasSize(50);
        }
    }

    @Test
    void weightZeroStillServesAPersistentClientAndMaintCutsIt() {
        try (Haproxy haproxy = start(Layout.WEIGHTS, 2)) {
            split(haproxy, Layout.WEIGHTS, 100);
            HttpResponse<String> first = Http.get(haproxy.port, "/");
            String cookie =
                    first.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
            split(haproxy, Layout.WEIGHTS, 0);
            assertThat(versionFor(haproxy, "Cookie", cookie)).isEqualTo("2");
            haproxy.set("app.latch", "latched:r-1:17:3");
            assertThat(versionFor(haproxy, "Cookie", cookie)).isEqualTo("1");
            haproxy.set("app.latch", "open");
            assertThat(versionFor(haproxy, "Cookie", cookie)).isEqualTo("2");
            haproxy.command("set server app/candidate-1 state maint");
            haproxy.command("set server app/candidate-2 state maint");
            assertThat(versionFor(haproxy, "Cookie", cookie)).isEqualTo("1");
            haproxy.command("set server app/candidate-1 state ready");
            haproxy.command("set server app/candidate-2 state ready");
            split(haproxy, Layout.WEIGHTS, 100);
            assertThat(versionFor(haproxy)).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCandidateThatIsNotReadyCostsUsersNothing(Layout layout) {
        try (Haproxy haproxy = start(layout, 2)) {
            split(haproxy, layout, 50);
            servers.subList(2, 4)
                    .forEach(server -> server.behave(Behaviour.from(new JsonObject().put("ready", false))));
            Eventually.until("checks fail", () -> Stream.of("app", "app_candidate")
                    .flatMap(backend ->
                            haproxy.ask("show stat").lines().filter(line -> line.startsWith(backend + ",cand")))
                    .noneMatch(line -> line.contains(",UP")));
            Summary summary = send(haproxy, 200);
            assertThat(summary.answers().toString()).isEqualTo("{1={200=200}}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothSocketsAnswerWithWhatIsSet(Layout layout) {
        try (Haproxy haproxy = start(layout, 1)) {
            haproxy.set("app.stamp", "17:3");
            assertThat(haproxy.askUnixSocket("get map " + haproxy.map() + " app.stamp"))
                    .contains("value=\"17:3\"");
            assertThat(haproxy.ask("show map " + haproxy.map())).contains("app.latch open", "app.header off", "app 0");
            assertThat(haproxy.askUnixSocket("show info")).contains("Version: ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSavedBeforeARestartIsInForceAfterIt(Layout layout) throws Exception {
        try (Haproxy haproxy = start(layout, 2)) {
            split(haproxy, layout, 100);
            haproxy.set("app.header", "on");
            Files.writeString(
                    folder.resolve("sluice.map"),
                    haproxy.ask("show map " + haproxy.map())
                            .lines()
                            .map(line -> line.substring(line.indexOf(' ') + 1))
                            .reduce("", (one, other) -> one + other + "\n"));
            Files.writeString(folder.resolve("sluice.state"), haproxy.ask("show servers state") + "\n");
        }
        try (Haproxy haproxy = start(layout, 2)) {
            assertThat(haproxy.ask("get map " + haproxy.map() + " app.header")).contains("value=\"on\"");
            assertThat(send(haproxy, 100).answeredBy("2")).isEqualTo(100);
        }
    }
}
