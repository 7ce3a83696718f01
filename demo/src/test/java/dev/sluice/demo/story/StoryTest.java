package dev.sluice.demo.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.load.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StoryTest {
    @Test
    void tellsARolloutThatCompletes() {
        assertThat(Recording.lines(Recording.good()))
                .containsExactly(
                        "  0.0 s  asked for by demo",
                        "  0.0 s  started",
                        "  0.0 s  stage 1 of 4, canary-start: 5% set and read back on door in 2.3 ms",
                        " 15.0 s  stage 2 of 4, canary-expand: 20% set and read back on door in 2.3 ms",
                        " 37.5 s  stage 3 of 4, blue-green-prep: 50% set and read back on door in 2.3 ms",
                        " 52.5 s  stage 4 of 4, full-switch: 100% set and read back on door in 2.3 ms",
                        " 60.0 s  completed");
    }

    @Test
    void tellsARolloutThatIsRolledBack() {
        assertThat(Recording.lines(Recording.bad()).subList(4, 9))
                .containsExactly(
                        " 20.3 s  breach: error-rate 2.4%, not allowed is > 0.5%",
                        " 20.3 s  rollback requested by health-service",
                        " 20.3 s  restored: stable has 100% again, read back on door in 2.3 ms",
                        " 20.4 s  verified: router door",
                        " 20.4 s  rolled back: error-rate breached");
    }

    @Test
    void endsWithTheOutcomeAndNotBefore() {
        List<Told> events = Recording.good();

        assertThat(Recording.story(events.subList(0, events.size() - 1)).ending())
                .isEmpty();
        assertThat(Recording.story(events).ending().map(Story.Ending::outcome)).contains("completed");
    }

    @Test
    void aStagePlaysFromItsSwitchToItsEnd() {
        List<Told> events = Recording.good();

        assertThat(Recording.story(events.subList(0, 3)).playing()).isEmpty();
        assertThat(Recording.story(events.subList(0, 4)).playing().map(Play::stage))
                .contains(0);
        assertThat(Recording.story(events.subList(0, 6)).playing()).isEmpty();
    }

    @Test
    void aBreachEndsTheStageWithItsReading() {
        Play second = Recording.story(Recording.bad()).plays().get(1);

        assertThat(second.remark()).contains("rolled back");
        assertThat(second.length(Recording.NOON)).isEqualTo(Duration.ofMillis(5_303));
        assertThat(second.readings()).singleElement().satisfies(reading -> assertThat(Words.reading(reading))
                .isEqualTo("error-rate 2.4%"));
    }

    @Test
    void theTableShowsPlannedAgainstActualAndBothMeasures() {
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            observations.add(Recording.request(i * 5L, 200, i % 20 == 0 ? "5.1" : "5.0"));
        }

        List<String> table = Summary.table(Recording.story(Recording.good()), observations, Map.of(0, "5%", 1, "20%"));

        assertThat(table.get(1).split("\\s{2,}"))
                .containsExactly(
                        "canary-start", "5%", "5.0% (150 of 3000)", "5%", "15.0 s", "15.0 s", "healthy: error-rate 0%");
        assertThat(table).hasSize(5);
        assertThat(table.get(3)).contains("?").doesNotContain("20%");
    }
}
