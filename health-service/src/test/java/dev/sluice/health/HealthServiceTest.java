package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.measure.Measurement.StageEvaluated.Kind;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.health.domain.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HealthServiceTest {
    private final World world = new World();

    private List<Fact.MetricsBreached> breaches() {
        return world.story.events(Fact.MetricsBreached.class);
    }

    private void healthy() {
        world.pushes("5.1", "0.01%");
        world.gives(Given.LATENCY, 0.1);
    }

    private void observing() {
        healthy();
        world.observing(Given.plan());
    }

    @Test
    void evaluatesAtOnceWhenTheTrafficIsSwitchedAndThenOnEachPeriod() {
        observing();
        assertThat(world.asked.get(Given.LATENCY)).as("triggers and checks").isEqualTo(2);
        assertThat(world.evaluations(Kind.TRIGGERS)).hasSize(1);
        assertThat(world.evaluations(Kind.VALIDATION)).hasSize(1);
        world.pass(Duration.ofSeconds(10));
        assertThat(world.evaluations(Kind.TRIGGERS)).hasSize(11);
        assertThat(world.evaluations(Kind.VALIDATION))
                .hasSize(2)
                .allSatisfy(evaluation -> assertThat(evaluation.verdict()).isEqualTo(Verdict.HEALTHY));
        assertThat(world.appends).as("no change, no fact").isEmpty();
    }

    @Test
    void aRoundThatWasLateDoesNotDelayTheNext() {
        observing();
        world.pass(Duration.ofMillis(500));
        world.loop.busy(Duration.ofMillis(700));
        world.pass(Duration.ofMillis(799));
        assertThat(world.evaluations(Kind.TRIGGERS)).as("at 0 and at 1.2 s").hasSize(2);
        world.pass(Duration.ofMillis(1));
        assertThat(world.evaluations(Kind.TRIGGERS)).as("and at 2 s").hasSize(3);
    }

    @Test
    void leavesOutTheRoundsThatAHangingLoopMissed() {
        observing();
        world.loop.busy(Duration.ofMillis(3_500));
        world.pass(Duration.ofMillis(999));
        assertThat(world.evaluations(Kind.TRIGGERS)).as("at 0 and at 3.5 s").hasSize(2);
    }

    @Test
    void tellsABreachOnceTheMomentASampleArrives() {
        observing();
        world.pushes("5.1", "2%");
        assertThat(breaches()).singleElement().satisfies(breach -> {
            assertThat(breach.reaction()).isEqualTo(Reaction.ROLLBACK);
            assertThat(breach.readAt()).isEqualTo(world.wall());
            assertThat(breach.reading().value().orElseThrow()).isEqualTo(0.02);
            assertThat(breach.of()).isEqualTo(4);
        });
        world.pushes("5.1", "3%");
        world.pass(Duration.ofSeconds(20));
        assertThat(world.appends)
                .filteredOn(p -> p.event() instanceof Fact.MetricsBreached)
                .hasSize(1);
    }

    @Test
    void judgesOnlyTheCandidatesSamples() {
        observing();
        world.pass(Duration.ofSeconds(1));
        world.pushes("5.0", "90%");
        assertThat(world.appends).isEmpty();
    }

    @Test
    void tellsABreachOfASourceThatIsAskedWithinAPeriod() {
        observing();
        world.pass(Duration.ofMillis(1));
        world.gives(Given.LATENCY, 3);
        world.pass(Duration.ofSeconds(1));
        assertThat(breaches()).singleElement().satisfies(breach -> assertThat(breach.trigger())
                .isEqualTo(Given.LATENCY));
    }

    @Test
    void tellsTheSameFactAgainWhenItCouldNotBeAppended() {
        observing();
        world.brokerTakes = false;
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "2%");
        assertThat(world.appends).hasSize(1);
        world.pushes("5.1", "2.5%");
        assertThat(world.appends).as("it is under way").hasSize(1);
        world.pass(Duration.ofMillis(450));
        assertThat(world.appends).hasSize(5);
        world.brokerTakes = true;
        world.pass(Duration.ofMillis(100));
        assertThat(world.appends).hasSize(6);
        assertThat(world.appends.stream().map(p -> p.id()).distinct()).hasSize(1);
        assertThat(breaches()).hasSize(1);
        world.pass(Duration.ofSeconds(30));
        assertThat(world.appends)
                .filteredOn(p -> p.event() instanceof Fact.MetricsBreached)
                .hasSize(6);
    }

    @Test
    void givesUpTellingWhatIsTrueNoMore() {
        observing();
        world.brokerTakes = false;
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "2%");
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "0.01%");
        world.brokerTakes = true;
        world.pass(Duration.ofSeconds(5));
        assertThat(breaches()).isEmpty();
        assertThat(world.appends).hasSize(1);
    }

    @Test
    void sendsAFactAgainThatWasNeverReadBack() {
        observing();
        world.readsBack = false;
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "2%");
        world.pass(Duration.ofMillis(4900));
        assertThat(world.appends).hasSize(1);
        world.readsBack = true;
        world.pass(Duration.ofMillis(200));
        assertThat(world.appends).hasSize(2);
        assertThat(breaches()).hasSize(1);
        world.tellAgain(world.appends.getFirst());
        assertThat(breaches()).as("the same fact twice is one").hasSize(1);
    }

    @Test
    void tellsARecoveryAndANewBreach() {
        observing();
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "2%");
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "0.01%");
        assertThat(world.story.events(Fact.HealthRecovered.class)).hasSize(1);
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "2%");
        assertThat(breaches()).hasSize(2);
        assertThat(breaches().stream().map(Fact.MetricsBreached::occurrence)).doesNotHaveDuplicates();
    }

    @Test
    void watchesTriggersWhilePausedAndAgainAfterAResume() {
        observing();
        world.tell(new Lifecycle.RolloutPaused(Given.ID, Given.ANA, Optional.empty()));
        world.pass(Duration.ofMillis(1));
        world.pushes("5.1", "2%");
        assertThat(breaches()).hasSize(1);
        world.tell(new Lifecycle.RolloutResumed(Given.ID, Given.ANA, new EventId("c1")));
        assertThat(breaches()).as("it was looked at once more").hasSize(2);
        assertThat(breaches().getLast().of())
                .isGreaterThan(breaches().getFirst().of());
    }

    @Test
    void goesOnAfterATakeOverAtOnce() {
        observing();
        world.pass(Duration.ofSeconds(30));
        world.lose();
        world.pushes("5.1", "2%");
        world.pass(Duration.ofSeconds(5));
        assertThat(world.appends).as("another acts").isEmpty();
        world.takeOver();
        assertThat(breaches()).as("the newest pushed sample is known").hasSize(1);
    }

    @Test
    void evaluatesAtOnceAfterATakeOverAndThenAtTheRolloutsOwnMomentOfEachPeriod() {
        observing();
        world.lose();
        world.takeOver();
        assertThat(world.evaluations(Kind.TRIGGERS)).as("once by each owner").hasSize(2);
        Duration own = Spread.within(Duration.ofSeconds(1), Given.ID);
        world.pass(own.minusNanos(1));
        assertThat(world.evaluations(Kind.TRIGGERS)).hasSize(2);
        world.pass(Duration.ofNanos(1));
        assertThat(world.evaluations(Kind.TRIGGERS)).hasSize(3);
        world.pass(Duration.ofSeconds(1).minusNanos(1));
        assertThat(world.evaluations(Kind.TRIGGERS)).hasSize(3);
        world.pass(Duration.ofNanos(1));
        assertThat(world.evaluations(Kind.TRIGGERS)).hasSize(4);
    }

    @Test
    void looksAtNothingOnTheWayBack() {
        observing();
        world.tell(new Fact.RollbackRequested(Given.ID, 4, "human", Given.ANA));
        int asked = world.asked.getOrDefault(Given.LATENCY, 0);
        world.pass(Duration.ofSeconds(30));
        world.pushes("5.1", "90%");
        assertThat(world.appends).isEmpty();
        assertThat(world.asked.get(Given.LATENCY)).isEqualTo(asked);
    }

    @Test
    void watchesOnBetweenTwoStages() {
        observing();
        world.pass(Duration.ofSeconds(61));
        world.tell(new Lifecycle.StageCompleted(Given.ID, 0));
        world.tell(new Lifecycle.StageStarted(Given.ID, 1, new Name("last"), Weight.FULL));
        world.pushes("5.1", "2%");
        assertThat(breaches()).hasSize(1);
        assertThat(breaches().getFirst().of()).isEqualTo(6);
    }

    @Test
    void completesAnOwnedRecordWhenItWasFollowed() {
        observing();
        assertThat(world.service().onOwnedRecord(world.record(2))).isCompleted();
        World late = new World();
        CompletableFuture<Void> waiting =
                late.service().onOwnedRecord(world.record(1)).toCompletableFuture();
        Given.observing(Given.plan()).stream().limit(1).forEach(late::tell);
        assertThat(waiting).isNotDone();
        late.tell(new Lifecycle.RolloutStarted(Given.ID));
        assertThat(waiting).isCompleted();
    }

    @Test
    void keepsCountOfWhatItDoes() {
        observing();
        world.pass(Duration.ofSeconds(2));
        assertThat(world.registry.get("sluice.health.rollouts.observed").gauge().value())
                .isEqualTo(1);
        assertThat(world.registry
                        .get("sluice.health.evaluations")
                        .tags("kind", "triggers", "verdict", "healthy")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(world.registry
                        .get("sluice.health.source.calls")
                        .tags("type", "prometheus", "outcome", "value")
                        .timer()
                        .count())
                .isEqualTo(4);
    }
}
