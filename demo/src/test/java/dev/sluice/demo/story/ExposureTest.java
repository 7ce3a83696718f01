package dev.sluice.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.demo.load.Observation;
import dev.sluice.demo.target.ServiceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ExposureTest {
    private static final Story BAD = Recording.story(Recording.bad());
    private static final long RESTORED_MS = 20_311;

    private static ServiceRecord candidate(long lastReceivedMs) {
        long at = Recording.NOON.plusMillis(lastReceivedMs).toEpochMilli() * 1_000;
        return new ServiceRecord("5.1", 900, 900, 2, 0, OptionalLong.empty(), OptionalLong.of(at));
    }

    @Test
    void addsUp() {
        Observation firstBad = Recording.request(20_049, 500, "5.1");

        Exposure exposure = Summary.exposure(BAD, List.of(firstBad), candidate(20_306));

        assertThat(exposure.witnessed()).isEqualTo(Duration.ofMillis(256));
        assertThat(exposure.detection()).isEqualTo(Duration.ofMillis(250));
        assertThat(exposure.breachToRestored()).isEqualTo(Duration.ofMillis(11));
        assertThat(exposure.difference()).isEqualTo(Duration.ofMillis(-5));
        assertThat(exposure.readToRestored()).isEqualTo(Duration.ofMillis(13));
        assertThat(exposure.detection().plus(exposure.breachToRestored()).plus(exposure.difference()))
                .isEqualTo(exposure.witnessed());
    }

    @Test
    void agreesUpToItsToleranceAndNoFurther() {
        long tolerance = Exposure.TOLERANCE.toMillis();

        assertThat(exposure(RESTORED_MS + tolerance, 0).agrees()).isTrue();
        assertThat(exposure(RESTORED_MS + tolerance + 1, 0).agrees()).isFalse();
        assertThat(exposure(RESTORED_MS - tolerance, 100).agrees()).isTrue();
        assertThat(exposure(RESTORED_MS - tolerance - 1, 100).agrees()).isFalse();
    }

    @Test
    void aGapBeforeTheRestoreIsMeasuredByTheRequestsThatWereSent() {
        long early = RESTORED_MS - Exposure.TOLERANCE.toMillis() - 1;
        int tolerated = (int) Exposure.TOLERATED_REQUESTS;

        assertThat(exposure(early, tolerated).sentBetween()).isEqualTo(tolerated);
        assertThat(exposure(early, tolerated).agrees()).isTrue();
        assertThat(exposure(early, tolerated + 1).agrees()).isFalse();
    }

    /** With so many requests that went to stable between the candidate's last and the restore. */
    private static Exposure exposure(long lastReceivedMs, int sentBetween) {
        List<Observation> observations = new ArrayList<>();
        observations.add(Recording.request(20_049, 500, "5.1"));
        for (int i = 1; i <= sentBetween; i++) {
            observations.add(Recording.request(lastReceivedMs + i, 200, "5.0"));
        }
        return Summary.exposure(BAD, observations, candidate(lastReceivedMs));
    }

    @Test
    void saysWhichRecordIsMissing() {
        assertThatThrownBy(() -> Summary.exposure(BAD, List.of(), candidate(20_306)))
                .hasMessageContaining("no bad answer");
        assertThatThrownBy(() -> Summary.exposure(
                        Recording.story(Recording.good()), List.of(Recording.request(1, 500, "5.1")), candidate(2)))
                .hasMessageContaining("no breach");
    }

    @Test
    void lostRequestsAreThoseWithAnErrorAndThoseWithoutAnAnswer() {
        List<Observation> observations = List.of(
                Recording.request(0, 200, "5.0"),
                Recording.request(5, 500, "5.1"),
                Recording.request(10, Observation.NO_ANSWER, Observation.UNKNOWN));

        assertThat(Summary.requests(observations))
                .isEqualTo("3 requests sent, 2 of them lost (1 answered with 5xx, 1 without an answer)");
    }

    @Test
    void aShareCountsWhatWasSentInItsTimeAndAnswered() {
        List<Observation> observations = List.of(
                Recording.request(999, 200, "5.1"),
                Recording.request(1_000, 200, "5.1"),
                Recording.request(1_500, 500, "5.1"),
                Recording.request(1_600, 200, "5.0"),
                Recording.request(1_700, Observation.NO_ANSWER, Observation.UNKNOWN),
                Recording.request(2_000, 200, "5.0"));

        Share share = Share.of("5.1", observations, Recording.NOON.plusMillis(1_000), Recording.NOON.plusMillis(2_000));

        assertThat(share).isEqualTo(new Share(2, 3));
        assertThat(Words.percent(share.percent())).isEqualTo("66.7%");
        assertThat(new Share(0, 0).percent()).isZero();
    }
}
