package dev.sluice.health.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.events.plan.Reading;
import dev.sluice.events.value.Span;
import dev.sluice.health.Given;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowReaderTest {
    private static final Span WINDOW = Span.ofSeconds(30);
    private static final Instant T = Given.START;
    private static final Set<String> KEPT = Set.of("errors_total", "requests_total", "memory", "limit", "lat_bucket");

    /** A place of which nothing is read here. */
    private record Named(String url) implements Place {
        @Override
        public Map<String, Map<Map<String, String>, Double>> read(Set<String> names, Duration limit) {
            return Map.of();
        }

        @Override
        public String toString() {
            return url;
        }
    }

    /** One instance that was scraped every 10 s with these pages. */
    private static History instance(String... pages) {
        List<Scrape> scrapes = new ArrayList<>();
        for (int i = 0; i < pages.length; i++) {
            scrapes.add(scrape(i * 10, pages[i]));
        }
        return new History(new Named("http://a/"), scrapes, List.of(), Optional.empty());
    }

    private static Scrape scrape(int second, String page) {
        try {
            return new Scrape(
                    T.plusSeconds(second),
                    Duration.ofSeconds(second).toNanos(),
                    Duration.ofSeconds(second).toNanos(),
                    KEPT,
                    Exposition.read(page.replace(';', '\n'), KEPT));
        } catch (Exposition.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private static Sample read(Reading reading, History... instances) {
        Instant last = T;
        for (History instance : instances) {
            last = instance.scrapes().isEmpty()
                    ? last
                    : instance.scrapes().getLast().at();
        }
        return WindowReader.read(reading, List.of(instances), last, Duration.ofSeconds(60));
    }

    private static void value(Sample sample, double expected) {
        assertThat(sample).isInstanceOfSatisfying(Sample.Value.class, value -> assertThat(value.value())
                .isCloseTo(expected, within(1e-9)));
    }

    private static Reading increase(String of) {
        return new Reading.Increase(of, WINDOW);
    }

    @Test
    void addsTheGrowthOfAllSeriesAndInstances() {
        History one = instance(
                "errors_total{p=\"a\"} 100;errors_total{p=\"b\"} 1",
                "errors_total{p=\"a\"} 103;errors_total{p=\"b\"} 3");
        History two = instance("errors_total 7", "errors_total 8");
        value(read(increase("errors_total"), one, two), 6);
        value(read(increase("errors_total{p=\"b\"}"), one), 2);
        value(read(new Reading.Rate("errors_total", WINDOW), one, two), 0.6);
    }

    private static Reading share(Reading.Together instances, boolean rest) {
        return new Reading.Share("memory", "limit", instances, Optional.empty(), Optional.of(rest));
    }

    @Test
    void aShareIsOfEachInstanceByItself() {
        History small = instance("memory{p=\"a\"} 1;memory{p=\"b\"} 2;limit 4");
        History large = instance("memory 10;limit 100");
        value(read(share(Reading.Together.HIGHEST, false), small, large), 0.75);
        value(read(share(Reading.Together.LOWEST, false), small, large), 0.1);
        value(read(share(Reading.Together.SUM, false), small, large), 0.125);
        value(read(share(Reading.Together.HIGHEST, true), small, large), 0.9);
        value(read(share(Reading.Together.SUM, true), small, large), 0.875);
    }

    @Test
    void aShareOfGrowthIsPerSecond() {
        Reading network = new Reading.Share(
                "errors_total", "limit", Reading.Together.HIGHEST, Optional.of(WINDOW), Optional.empty());
        value(read(network, instance("errors_total 5;limit 10", "errors_total 25;limit 10")), 0.2);
        assertThat(read(network, instance("errors_total 5;limit 10"))).isInstanceOf(Sample.Failed.class);
    }

    @Test
    void anInstanceWithoutOneOfAShareHidesNothing() {
        History well = instance("memory 1;limit 4");
        for (String page :
                List.of("memory 3", "limit 4", "memory 1;limit 0", "memory 1;limit -1", "memory NaN;limit 4")) {
            assertThat(read(share(Reading.Together.HIGHEST, false), well, instance(page)))
                    .as(page)
                    .isInstanceOf(Sample.NoData.class);
        }
    }

    @Test
    void theRestOfARatioIsWhatIsLeftOfTheWhole() {
        History one = instance("requests_total 100", "errors_total 5;requests_total 200");
        value(read(new Reading.Ratio("errors_total", "requests_total", WINDOW, Optional.of(true)), one), 0.95);
    }

    @Test
    void countsOnFromZeroAfterAReset() {
        value(read(increase("errors_total"), instance("errors_total 100", "errors_total 104", "errors_total 3")), 7);
    }

    @Test
    void countsACounterThatIsBornWhole() {
        value(read(increase("errors_total"), instance("requests_total 5", "requests_total 9;errors_total 1")), 1);
        value(
                read(
                        increase("errors_total"),
                        instance("errors_total{p=\"a\"} 5", "errors_total{p=\"a\"} 5;errors_total{p=\"b\"} 2")),
                2);
    }

    @Test
    void countsFromTheFirstSampleOfAnInstanceThatWasNotReadBefore() {
        value(read(increase("errors_total"), instance("errors_total 100", "errors_total 101")), 1);
        assertThat(read(increase("errors_total"), instance("errors_total 100")))
                .isEqualTo(new Sample.Failed("growth needs two scrapes of every instance, and there are fewer so far"));
    }

    @Test
    void takesACounterForBornOnlyWhereItWouldHaveBeenKept() {
        Scrape before = new Scrape(
                T, 0, 0, Set.of("requests_total"), scrape(0, "requests_total 1").series());
        History instance = new History(
                new Named("http://a/"),
                List.of(before, scrape(10, "errors_total 100"), scrape(20, "errors_total 102")),
                List.of(),
                Optional.empty());
        value(read(increase("errors_total"), instance), 2);
    }

    @Test
    void looksBackOneWindow() {
        History instance =
                instance("errors_total 0", "errors_total 10", "errors_total 11", "errors_total 12", "errors_total 13");
        value(read(increase("errors_total"), instance), 3);
        value(read(new Reading.Increase("errors_total", Span.ofSeconds(5)), instance), 1);
        value(read(new Reading.Increase("errors_total", Span.ofSeconds(600)), instance), 13);
    }

    @Test
    void hasNoRatioWithoutGrowthBelow() {
        Reading ratio = new Reading.Ratio("errors_total", "requests_total", WINDOW);
        value(read(ratio, instance("requests_total 100;errors_total 1", "requests_total 300;errors_total 5")), 0.02);
        value(read(ratio, instance("requests_total 100", "requests_total 300")), 0);
        assertThat(read(ratio, instance("requests_total 100", "requests_total 100")))
                .isEqualTo(new Sample.NoData("no growth of requests_total within 30s"));
        assertThat(read(ratio, instance("errors_total 1", "errors_total 2")))
                .isEqualTo(new Sample.NoData("no series of requests_total fits"));
    }

    @Test
    void takesNothingForACountThatIsNone() {
        Reading ratio = new Reading.Ratio("errors_total", "requests_total", WINDOW);
        for (String none : List.of("NaN", "+Inf", "-1")) {
            String shown = none.equals("-1") ? "-1.0" : none;
            assertThat(read(ratio, instance("requests_total 1;errors_total 1", "requests_total " + none)))
                    .isEqualTo(new Sample.Failed("requests_total counts nothing: it shows " + shown));
            assertThat(read(
                            increase("errors_total"),
                            instance("errors_total " + none, "errors_total 5", "errors_total 5")))
                    .as("it stands where the window begins")
                    .isEqualTo(new Sample.Failed("errors_total counts nothing: it shows " + shown));
            value(
                    read(
                            increase("errors_total{p=\"a\"}"),
                            instance("errors_total{p=\"b\"} " + none, "errors_total{p=\"a\"} 5")),
                    5);
        }
    }

    @ParameterizedTest
    @CsvSource({"HIGHEST, 4", "LOWEST, 2", "SUM, 9"})
    void takesOfAGaugeWhatThePlanSays(Reading.Together together, double expected) {
        Reading memory = new Reading.Gauge("memory", together);
        History two = instance("memory{a=\"1\"} 3;memory{a=\"2\"} 4");
        value(read(memory, two, instance("memory 2")), expected);
        assertThat(read(memory, two, instance("memory NaN"))).isInstanceOf(Sample.NoData.class);
    }

    @Test
    void knowsNoGaugeWhereAnInstanceHasNone() {
        assertThat(read(new Reading.Gauge("memory"), instance("memory 1"), instance("other 1")))
                .isEqualTo(new Sample.NoData("no series of memory fits at http://a/"));
    }

    @Test
    void isUnknownWhenAnInstanceCantBeRead() {
        History dead = new History(
                new Named("http://b/"),
                instance("memory 1").scrapes(),
                List.of(),
                Optional.of(new Sample.Failed("connection refused")));
        assertThat(read(new Reading.Gauge("memory"), instance("memory 3"), dead))
                .isEqualTo(new Sample.Failed("http://b/: connection refused"));
    }

    @Test
    void isAsOldAsTheInstanceThatWasReadLeastRecently() {
        Sample sample = WindowReader.read(
                new Reading.Gauge("memory"),
                List.of(instance("memory 1", "memory 1"), instance("memory 1")),
                T.plusSeconds(60),
                Duration.ofSeconds(60));
        assertThat(sample).isEqualTo(new Sample.Value(1, T));
        assertThat(WindowReader.read(
                        new Reading.Gauge("memory"),
                        List.of(instance("memory 1", "memory 1"), instance("memory 1")),
                        T.plusSeconds(61),
                        Duration.ofSeconds(60)))
                .isEqualTo(new Sample.Stale("the newest scrape is 61000ms old"));
    }

    /** Growth: 20 up to 0.1 s, 60 up to 0.5 s, 18 up to 1 s, 2 above. */
    private static final History LATENCIES = instance(
            "lat_bucket{le=\"0.1\"} 5;lat_bucket{le=\"0.5\"} 5;lat_bucket{le=\"1.0\"} 5;lat_bucket{le=\"+Inf\"} 5",
            "lat_bucket{le=\"0.1\"} 25;lat_bucket{le=\"0.5\"} 85;lat_bucket{le=\"1.0\"} 103;lat_bucket{le=\"+Inf\"} 105");

    private static Reading quantile(double q) {
        return new Reading.Quantile("lat", q, WINDOW);
    }

    @Test
    void interpolatesQuantilesAsPrometheusDoes() {
        value(read(quantile(0.1), LATENCIES), 0.05);
        value(read(quantile(0.5), LATENCIES), 0.1 + 0.4 * (50 - 20) / 60.0);
        value(read(quantile(0.95), LATENCIES), 0.5 + 0.5 * (95 - 80) / 18.0);
        value(read(quantile(0.98), LATENCIES), 1);
        value(read(quantile(0.999), LATENCIES), 1);
        value(read(quantile(0.5), LATENCIES, LATENCIES), 0.1 + 0.4 * (50 - 20) / 60.0);
        value(read(new Reading.Quantile("lat_bucket", 0.1, WINDOW), LATENCIES), 0.05);
    }

    @Test
    void knowsOfTheLastBucketOnlyThatItIsAboveItsBound() {
        assertThat(read(quantile(0.999), LATENCIES)).isInstanceOfSatisfying(Sample.Value.class, value -> {
            assertThat(value.is()).isEqualTo(Sample.Is.MORE);
            assertThat(value.value()).isEqualTo(1);
            assertThat(value.detail()).contains("more than 1.0, the highest bound of its buckets");
        });
        assertThat(read(quantile(0.98), LATENCIES)).isEqualTo(new Sample.Value(1, T.plusSeconds(10)).of(100));
    }

    @Test
    void hasNoQuantileOfNothing() {
        History idle = instance(
                "lat_bucket{le=\"1\"} 5;lat_bucket{le=\"+Inf\"} 5", "lat_bucket{le=\"1\"} 5;lat_bucket{le=\"+Inf\"} 5");
        assertThat(read(quantile(0.5), idle)).isEqualTo(new Sample.NoData("nothing was observed within 30s"));
        assertThat(read(quantile(0.5), instance("lat_bucket{le=\"1\"} 5", "lat_bucket{le=\"1\"} 6")))
                .isInstanceOf(Sample.Failed.class);
    }

    @Test
    void beginsTheLowestBucketAtItsBoundWhenThatIsNotAboveZero() {
        value(
                read(
                        quantile(0.1),
                        instance(
                                "lat_bucket{le=\"0\"} 0;lat_bucket{le=\"1\"} 0;lat_bucket{le=\"+Inf\"} 0",
                                "lat_bucket{le=\"0\"} 50;lat_bucket{le=\"1\"} 100;lat_bucket{le=\"+Inf\"} 100")),
                0);
    }
}
