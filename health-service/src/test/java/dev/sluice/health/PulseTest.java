package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Pulse;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.health.domain.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final World world = new World();

    private void observing() {
        world.pushes("5.1", "0.01%");
        world.gives(Given.LATENCY, 0.1);
        world.observing(Given.plan());
    }

    @Test
    void sendsAPulseEveryTwoSeconds() {
        observing();
        world.service().begin();
        world.pass(Duration.ofSeconds(7));
        assertThat(world.sent(Pulse.class)).hasSize(4).allSatisfy(pulse -> {
            assertThat(pulse.partition()).isEqualTo(Story.PARTITION);
            assertThat(pulse.beats()).singleElement().satisfies(beat -> {
                assertThat(beat.verdict()).isEqualTo(Verdict.HEALTHY);
                assertThat(beat.ageMs()).isBetween(0L, 1000L);
                assertThat(beat.of()).isEqualTo(4);
            });
        });
    }

    @Test
    void saysInThePulseHowLongASourceHasBeenSilent() {
        observing();
        world.service().begin();
        world.pass(Duration.ofSeconds(4));
        world.answers.put(Given.LATENCY, new Sample.Failed("connection refused"));
        world.pass(Duration.ofSeconds(12));
        Beat beat = world.beat().orElseThrow();
        assertThat(beat.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(beat.ageMs()).isBetween(12_000L, 13_000L);
    }

    @Test
    void saysABreachInThePulseWhenTheJournalCantBeTold() {
        observing();
        world.service().begin();
        world.brokerTakes = false;
        world.pass(Duration.ofMillis(500));
        world.pushes("5.1", "2%");
        world.pass(Duration.ofMillis(1500));
        assertThat(world.story.events(Fact.MetricsBreached.class)).isEmpty();
        assertThat(world.beat().orElseThrow().breach().orElseThrow()).satisfies(breach -> {
            assertThat(breach.trigger()).isEqualTo(Given.ERRORS);
            assertThat(breach.ageMs()).isEqualTo(1500);
        });
    }

    @Test
    void letsNoPulsesPileUp() {
        observing();
        world.outboxAnswers = false;
        world.service().begin();
        world.pass(Duration.ofSeconds(60));
        assertThat(world.sent(Pulse.class)).hasSize(1);
        world.settleSends();
        world.pass(Duration.ofSeconds(2));
        assertThat(world.sent(Pulse.class)).hasSize(2);
    }

    @Test
    void saysNothingOfWhatItDoesNotKnowAfterATakeOver() {
        observing();
        world.pass(Duration.ofSeconds(30));
        world.lose();
        world.answers.clear();
        world.takeOver();
        world.service().begin();
        world.pass(Duration.ofSeconds(1));
        assertThat(world.sent(Pulse.class).getLast().beats()).isEmpty();
        world.pushes("5.1", "2%");
        world.pass(Duration.ofSeconds(2));
        assertThat(world.beat().orElseThrow().breach())
                .as("a breach is always said")
                .isPresent();
    }
}
