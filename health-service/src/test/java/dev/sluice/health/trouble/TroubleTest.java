package dev.sluice.health.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Metric;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Unit;
import dev.sluice.health.Eventually;
import dev.sluice.health.call.Calls;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.scrape.Scrapers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table: every trouble of a source, for every kind that can get into it, and what is said and judged then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubleTest {
    private static final List<Row> PROMETHEUS = PrometheusRows.rows();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Calls calls = new Calls(client);
    private final Scrapers scrapers = new Scrapers(calls, InstantSource.system());
    private final PrometheusStands prometheus;

    TroubleTest(@TempDir Path folder) throws IOException {
        List<Row> scraped = Stream.concat(PROMETHEUS.stream(), Stream.of(PrometheusRows.well()))
                .toList();
        prometheus = new PrometheusStands(folder, scraped, calls);
    }

    static Stream<Row> rows() {
        return Stream.of(PROMETHEUS, ScrapeRows.rows(), OtherRows.json(), OtherRows.pushed())
                .flatMap(List::stream);
    }

    static Stream<Row> well() {
        return Stream.concat(Stream.of(PrometheusRows.well(), ScrapeRows.well()), OtherRows.well().stream());
    }

    @BeforeAll
    void play() {
        prometheus.play();
    }

    @AfterAll
    void close() {
        prometheus.close();
        scrapers.close();
        client.close();
    }

    private Stand stand(Row row) {
        return switch (row.kind()) {
            case PROMETHEUS -> prometheus.of(row);
            case SCRAPE -> new ScrapeStand(row, scrapers);
            case JSON -> new JsonStand(row, calls);
            case PUSHED -> new PushedStand(row);
        };
    }

    private static Sample now(CompletableFuture<Sample> asked) {
        return asked.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** What is given once the trouble has been noticed; the last that was given when it is not. */
    private static Sample settled(Stand stand, Expected expected) {
        Sample[] newest = {now(stand.ask())};
        try {
            Eventually.until("it is noticed", () -> {
                boolean there = expected.fits(newest[0]);
                newest[0] = there ? newest[0] : now(stand.ask());
                return there;
            });
        } catch (AssertionError late) {
            return newest[0];
        }
        return newest[0];
    }

    private static Ruling judged(Row row, Sample sample) {
        return new Ruling(new Metric(new Name("m"), new Name("source"), Unit.COUNT, row.read()), row.well(), sample);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aSourceInTroubleIsNeverHealthy(Row row) {
        Expected expected = row.expected();
        try (Stand stand = stand(row)) {
            Sample sample = settled(stand, expected);

            assertThat(expected.fits(sample))
                    .as("expected %s, found %s", expected, sample)
                    .isTrue();
            Ruling judged = judged(row, sample);
            assertThat(judged.validated()).as("the check").isEqualTo(expected.verdict());
            assertThat(judged.triggered()).as("the trigger").isEqualTo(expected.verdict());
            assertThat(judged.noBreachWithoutData()).as("no data").isEqualTo(expected.quiet());
            Ruling later = judged(row, now(stand.ask()));
            assertThat(later.validated()).as("%s", later).isNotEqualTo(Verdict.HEALTHY);
            assertThat(later.triggered()).as("%s", later).isNotEqualTo(Verdict.HEALTHY);
        }
    }

    @ParameterizedTest
    @MethodSource("well")
    void aSourceWithoutTroubleIsHealthy(Row row) {
        try (Stand stand = stand(row)) {
            Sample sample = settled(stand, row.expected());

            Ruling judged = judged(row, sample);
            assertThat(judged.validated()).as("%s", judged).isEqualTo(Verdict.HEALTHY);
            assertThat(judged.triggered()).as("%s", judged).isEqualTo(Verdict.HEALTHY);
        }
    }

    static Stream<Row> slow() {
        return rows().filter(row -> row.trouble() == Trouble.SLOW_SOURCE);
    }

    @ParameterizedTest
    @MethodSource("slow")
    void aSlowSourceHoldsUpNoOther(Row row) {
        List<Row> others = well().toList();
        List<Stand> quick = others.stream().map(this::stand).toList();
        try (Stand slow = stand(row)) {
            CompletableFuture<Sample> waiting = slow.ask();

            for (int i = 0; i < others.size(); i++) {
                Sample sample = now(quick.get(i).ask());
                assertThat(others.get(i).expected().fits(sample))
                        .as("%s gives %s", others.get(i), sample)
                        .isTrue();
            }
            assertThat(waiting.isDone()).as("the others answer first").isFalse();
            Sample late = now(waiting);
            assertThat(row.expected().fits(late)).as("%s", late).isTrue();
        } finally {
            quick.forEach(Stand::close);
        }
    }

    @Test
    void everyTroubleHasARowForPrometheusAndForScrapedPages() {
        for (Row.Kind kind : List.of(Row.Kind.PROMETHEUS, Row.Kind.SCRAPE)) {
            Set<Trouble> covered = EnumSet.noneOf(Trouble.class);
            rows().filter(row -> row.kind() == kind).forEach(row -> covered.add(row.trouble()));
            assertThat(covered).as("%s", kind).isEqualTo(EnumSet.allOf(Trouble.class));
        }
    }
}
