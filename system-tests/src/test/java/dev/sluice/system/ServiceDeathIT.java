package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.Recorded;
import dev.sluice.local.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Services die, all by SIGKILL: some come back at once, some late, and users notice nothing or little. */
@Order(2)
@Isolated
@ExtendWith(SharedSystem.class)
class ServiceDeathIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void eachServiceMayDieInTheMiddleOfAStage(TestSystem system) {
        Stages stages = Stages.each(Duration.ofSeconds(6), 5, 20, 50, 100);
        Map<Service, Duration> back = new EnumMap<>(Service.class);
        try (Application app = Application.named("deaths")) {
            // Given a rollout of as many stages as there are services
            Rollout rollout = Rollout.start(system, app, stages);

            // When in each stage another service is killed and started again
            for (Service service : Service.values()) {
                rollout.story().awaitSwitch(service.ordinal(), SOON);
                app.awaitCandidateRequests(3);
                system.kill(service.module());
                back.put(service, system.start(service.module()));
            }

            // Then it completes: no stage is skipped, repeated or shortened, and nothing is lost
            rollout.story().awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
            Measured.say("deaths: ready again after %s; stages of 6 s took %s", back, rollout.lengths());
            rollout.tookEveryStageOnceInFull();
            assertThat(app.router().course()).as("what was set at the router").isEqualTo(course(5, 20, 50, 100));
            assertThat(rollout.story().all(Fact.RollbackRequested.class)).isEmpty();
            rollout.isToldAlikeByEverybody();
            Measured.say("deaths: writes taken by the router: %s", app.router().writes());
        }
    }

    /** A rollout may begin with a write that opens the latch on 0 %. */
    private static List<Integer> course(Integer... percents) {
        return List.of(percents);
    }

    @Test
    void withoutVerdictsItHoldsAndThenRestores(TestSystem system) {
        Stages stages = Stages.each(Duration.ofSeconds(120), 20, 100);
        try (Application app = Application.named("unjudged")) {
            // Given a candidate that takes traffic
            Rollout rollout = Rollout.start(system, app, stages);
            rollout.story().awaitSwitch(0, SOON);
            app.awaitCandidateRequests(20);

            // When nobody judges it any more
            Instant killed = Instant.now();
            system.kill(Service.HEALTH.module());

            // Then it is held, and restored before half a minute is over
            Recorded hold = awaitNet(rollout, NetAction.HOLD);
            Recorded restore = awaitNet(rollout, NetAction.RESTORE);
            rollout.story().awaitEnd(Lifecycle.RolloutRolledBack.class, SOON);
            Duration held = Duration.between(killed, hold.meta().time());
            Duration restored = Duration.between(killed, restore.meta().time());
            Duration exposed = Duration.between(killed, app.lastExposed());
            Measured.say(
                    "health-service gone: hold after %.1f s, restore after %.1f s, last candidate request after %.1f s",
                    held.toMillis() / 1000.0, restored.toMillis() / 1000.0, exposed.toMillis() / 1000.0);
            // The newest verdict may be a pulse of 2 s old when its judge dies.
            assertThat(held).isBetween(Duration.ofMillis(9_500), Duration.ofMillis(14_500));
            assertThat(restored).isBetween(Duration.ofMillis(19_500), Duration.ofMillis(24_500));
            assertThat(exposed).isLessThan(Duration.ofSeconds(30));
            rollout.isToldAlikeByEverybody();
        }
    }

    @Test
    void withoutRollbackServiceTheNetRestoresAndTheProcedureFollows(TestSystem system) {
        Stages stages = Stages.each(Duration.ofSeconds(120), 20, 100);
        try (Application app = Application.named("unanswered")) {
            // Given a candidate that takes traffic, and nobody who would roll it back
            Rollout rollout = Rollout.start(system, app, stages);
            rollout.story().awaitSwitch(0, SOON);
            app.awaitCandidateRequests(20);
            system.kill(Service.ROLLBACK.module());

            // When it fails
            app.candidateFails();

            // Then the net restores stable by itself
            Recorded breach = rollout.story().await(Fact.MetricsBreached.class, SOON);
            Recorded restored = rollout.story().await(Lifecycle.TrafficRestored.class, SOON);
            Duration took =
                    Duration.between(breach.meta().time(), restored.meta().time());
            Duration exposed = Duration.between(app.firstBad(), app.lastExposed());
            Measured.say(
                    "rollback-service gone: breach to restored %.1f s, first bad to last candidate request %.1f s",
                    took.toMillis() / 1000.0, exposed.toMillis() / 1000.0);
            assertThat(took).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(7_000));
            assertThat(exposed).isLessThan(Duration.ofSeconds(10));
            assertThat(rollout.story().all(Lifecycle.SafetyNetUsed.class))
                    .extracting(Lifecycle.SafetyNetUsed::reason)
                    .containsExactly(NetReason.BREACH_UNANSWERED);
            assertThat(rollout.state().finished()).isFalse();

            // And when rollback-service is back, the procedure is completed
            system.start(Service.ROLLBACK.module());
            rollout.story().awaitEnd(Lifecycle.RolloutRolledBack.class, SOON);
            assertThat(rollout.story().all(Fact.RollbackCompleted.class)).hasSize(1);
            rollout.isToldAlikeByEverybody();
        }
    }

    private static Recorded awaitNet(Rollout rollout, NetAction action) {
        return rollout.story().await(Lifecycle.SafetyNetUsed.class, used -> used.action() == action, SOON);
    }
}
