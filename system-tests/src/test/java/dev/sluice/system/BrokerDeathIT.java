package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** The broker dies by SIGKILL: for a moment, which changes nothing, and for longer, which ends in safety. */
@Order(3)
@Isolated
@ExtendWith(SharedSystem.class)
class BrokerDeathIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aShortOutageChangesNothing(TestSystem system) {
        assumeBrokerCanDie(system);
        Stages stages = Stages.each(Duration.ofSeconds(6), 20, 100);
        try (Application app = Application.named("short-outage")) {
            // Given a rollout in the middle of a stage
            Rollout rollout = Rollout.start(system, app, stages);
            rollout.story().awaitSwitch(0, SOON);
            app.awaitCandidateRequests(10);

            // When the broker dies and is started again at once
            long killed = system.kill(TestSystem.BROKER);
            system.start(TestSystem.BROKER);
            Duration outage = Duration.ofNanos(System.nanoTime() - killed);

            // Then the rollout completes as if nothing had been
            rollout.story().awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
            Measured.say(
                    "broker restarted: gone for %.1f s; stages of 6 s took %s",
                    outage.toMillis() / 1000.0, rollout.lengths());
            Assumptions.assumeTrue(
                    outage.compareTo(Duration.ofSeconds(10)) < 0, "the machine took over 10 s to start a broker");
            rollout.tookEveryStageOnceInFull();
            assertThat(rollout.story().outline()).isEqualTo(stages.outline());
            assertThat(app.router().course()).containsExactly(20, 100);
            rollout.isToldAlikeByEverybody();
        }
    }

    @Test
    void aLongOutageEndsInARestoreThatTheJournalTellsLater(TestSystem system) {
        assumeBrokerCanDie(system);
        Stages stages = Stages.each(Duration.ofSeconds(120), 20, 100);
        try (Application app = Application.named("long-outage")) {
            // Given a candidate that takes traffic
            Rollout rollout = Rollout.start(system, app, stages);
            rollout.story().awaitSwitch(0, SOON);
            app.awaitCandidateRequests(20);

            // When the broker is gone
            Instant killed = Instant.now();
            long since = system.kill(TestSystem.BROKER);

            // Then nothing is accepted that can't be kept
            Api.Answer refused =
                    system.traffic().start(app.plan(stages), Map.of("Idempotency-Key", "while-the-broker-is-gone"));
            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.header("content-type")).startsWith("application/problem+json");

            // And stable is restored though nobody can be told
            app.awaitCandidateQuiet(Duration.ofSeconds(3), Duration.ofSeconds(40));
            Duration exposed = Duration.between(killed, app.lastExposed());
            assertThat(exposed).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));

            // And when the broker is back, the journal tells it
            Wait.untilPassed(since, Duration.ofSeconds(30));
            system.start(TestSystem.BROKER);
            Duration outage = Duration.ofNanos(System.nanoTime() - since);
            rollout.story().awaitEnd(Lifecycle.RolloutRolledBack.class, SOON);
            Measured.say(
                    "broker gone for %.1f s: last candidate request %.1f s after its death",
                    outage.toMillis() / 1000.0, exposed.toMillis() / 1000.0);
            assertThat(rollout.story().all(Lifecycle.SafetyNetUsed.class))
                    .extracting(Lifecycle.SafetyNetUsed::action)
                    .contains(NetAction.RESTORE);
            assertThat(rollout.story().all(Lifecycle.TrafficRestored.class)).hasSize(1);
            assertThat(app.router().course()).containsExactly(20, 0);
            assertThat(rollout.story().all(Lifecycle.RolloutRequested.class)).hasSize(1);
            rollout.isToldAlikeByEverybody();
        }
    }

    private static void assumeBrokerCanDie(TestSystem system) {
        Assumptions.assumeTrue(system.ownsBroker(), "skipped: the broker of this run was not started by the test");
    }
}
