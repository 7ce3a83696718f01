package dev.sluice.health.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Reading;
import dev.sluice.health.domain.Sample;
import dev.sluice.health.domain.Sample.Counts.Side;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counting what somebody else reads of the pages. */
class TallyTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration STALE = Duration.ofSeconds(60);
    private final Tally tally = new Tally(
            new Reading.Comparison("r{status=~\"5..\"}", Optional.of("r"), Optional.empty(), 1.2),
            URI.create("http://127.0.0.1:1"));
    private int second;

    /** Series as "instance status value". */
    private static Map<String, Map<Map<String, String>, Double>> page(String... series) {
        Map<Map<String, String>, Double> values = new HashMap<>();
        for (String each : series) {
            String[] words = each.split(" ");
            values.put(Map.of("instance", words[0], "status", words[1]), Double.parseDouble(words[2]));
        }
        return Map.of("r", values);
    }

    private void candidate(String... series) {
        second++;
        again(series);
    }

    /** Each instance as it was read at this second. */
    private void again(String... series) {
        Map<String, Map<Map<String, String>, Double>> page = page(series);
        Map<Map<String, String>, Tally.Read> read = new HashMap<>();
        page.values().forEach(values -> values.keySet()
                .forEach(labels -> read.put(
                        Tally.place(labels), new Tally.Read(START.plusSeconds(second), START.plusSeconds(second)))));
        tally.candidate(read, page);
    }

    private Side counted() {
        return tally.counts(START.plusSeconds(second), STALE, true) instanceof Sample.Counts counts
                ? counts.candidate()
                : new Side(-1, -1);
    }

    @Test
    void whatWasThereAtTheBeginningDoesNotCount() {
        candidate("a 200 1000", "a 500 7");
        assertThat(counted()).isEqualTo(new Side(0, 0));
        candidate("a 200 1090", "a 500 17");
        assertThat(counted()).isEqualTo(new Side(10, 100));
    }

    @Test
    void aSeriesThatIsBornOnAKnownInstanceGrewFromNothing() {
        candidate("a 200 1000");
        candidate("a 200 1000", "a 500 3");
        assertThat(counted()).isEqualTo(new Side(3, 3));
    }

    @Test
    void aSeriesThatIsGoneForAWhileIsNotBornAgain() {
        candidate("a 200 1000", "a 500 7");
        candidate();
        assertThat(counted()).isEqualTo(new Side(0, 0));
        candidate("a 200 1010", "a 500 8");
        assertThat(counted()).isEqualTo(new Side(1, 11));
    }

    @Test
    void anInstanceThatIsSeenLaterBeginsWhereItIs() {
        candidate("a 200 1000");
        candidate("a 200 1000", "b 200 50000", "b 500 900");
        assertThat(counted()).isEqualTo(new Side(0, 0));
        candidate("a 200 1000", "b 200 50010", "b 500 901");
        assertThat(counted()).isEqualTo(new Side(1, 11));
    }

    @Test
    void anInstanceThatBeganAgainCountsFromNothing() {
        candidate("a 200 1000", "a 500 7");
        candidate("a 200 20");
        candidate("a 200 20", "a 500 9");
        assertThat(counted()).isEqualTo(new Side(9, 29));
    }

    @Test
    void anInstanceThatWasNotReadForAWhileBeginsWhereItIs() {
        candidate("a 200 1000", "b 200 1000", "b 500 5");
        candidate("a 200 1010");
        candidate("a 200 1020", "b 200 3000", "b 500 900");
        assertThat(counted()).isEqualTo(new Side(0, 20));
        candidate("a 200 1030", "b 200 3001", "b 500 902");
        assertThat(counted()).isEqualTo(new Side(2, 33));
    }

    @Test
    void whatIsNotNewerIsPassedOver() {
        candidate("a 200 1000");
        candidate("a 200 1010");
        again("a 200 2000");
        assertThat(counted()).isEqualTo(new Side(0, 10));
    }

    @Test
    void aVersionThatNobodyReadsIsNoDataAndOneThatIsNotReadAnyMoreIsStale() {
        assertThat(tally.counts(START, STALE, false)).isInstanceOf(Sample.NoData.class);
        candidate("a 200 1");
        assertThat(tally.counts(START.plusSeconds(second), STALE, false))
                .isInstanceOfSatisfying(Sample.Counts.class, counts -> assertThat(counts.stable())
                        .isEmpty());
        assertThat(tally.counts(START.plusSeconds(120), STALE, false)).isInstanceOf(Sample.Stale.class);
    }
}
