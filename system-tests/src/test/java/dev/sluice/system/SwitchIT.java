package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.load.Observation;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** What the switch itself costs users on HAProxy under 500 requests a second: nothing. Both versions are healthy. */
@Order(2)
@Isolated
@ExtendWith(SharedSystem.class)
class SwitchIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PER_SECOND = 500;

    @Test
    void noRequestIsLostOnAnyWayUpOrBack(TestSystem system) {
        Target target = new Target("system", "switch");
        Stages stages = Stages.each(Duration.ofSeconds(3), 5, 20, 50, 100);
        try (HaproxyApplication app = HaproxyApplication.start(PER_SECOND)) {
            // Given users who are served at the full rate
            long since = app.awaitServed(PER_SECOND);

            // When a version goes up to half of the traffic, is taken back, and goes all the way up
            Rollout first = Rollout.start(system, target, app.plan(target, stages), stages);
            first.story().awaitSwitch(2, SOON);
            Api.Answer back = system.traffic().steer(first.id().text(), "rollback");
            assertThat(back.status()).as(back.body()).isEqualTo(202);
            first.story().awaitEnd(Lifecycle.RolloutRolledBack.class, SOON);
            Rollout second = Rollout.start(system, target, app.plan(target, stages), stages);
            Wait.until(
                    "it completes",
                    SOON,
                    () -> second.story().all(Lifecycle.RolloutCompleted.class).size() == 1);

            // Then nobody noticed
            List<Observation> met = app.sentSince(since);
            List<Observation> lost = met.stream().filter(Observation::bad).toList();
            Measured.say("switch: %d requests at %d/s, %d lost", met.size(), PER_SECOND, lost.size());
            assertThat(met).hasSizeGreaterThan(PER_SECOND * 10);
            assertThat(lost)
                    .as(() -> seconds(lost) + "\n" + second.story().text())
                    .isEmpty();
        }
    }

    /** How many were lost in which second, by their status. */
    private static String seconds(List<Observation> lost) {
        return lost.stream()
                .collect(Collectors.groupingBy(
                        seen -> Instant.EPOCH.plusSeconds(seen.endedAt() / 1_000_000) + " " + seen.status(),
                        TreeMap::new,
                        Collectors.counting()))
                .toString();
    }
}
