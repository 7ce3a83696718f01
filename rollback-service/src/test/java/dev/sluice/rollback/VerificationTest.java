package dev.sluice.rollback;

import static dev.sluice.rollback.Colleagues.facts;
import static dev.sluice.rollback.Colleagues.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long and how often the public address is asked, and what follows. */
class VerificationTest extends Scene {
    @Test
    void the_public_address_is_asked_until_stable_answers() {
        topic.traffic(Given.observing(Given.planWithUrl()));
        Colleagues.join(loop, topic);
        start();
        address = url -> looks.size() < 4 ? CANDIDATE : STABLE;

        breach();
        loop.pass(Duration.ofSeconds(10));

        assertThat(looks).hasSize(4);
        assertThat(Duration.between(looks.get(0), looks.get(3))).isEqualTo(Duration.ofMillis(1500));
        only(topic, Fact.RollbackCompleted.class);
    }

    @Test
    void what_is_not_verified_in_time_is_a_failed_rollback_that_says_what_was_seen() {
        topic.traffic(Given.observing(Given.planWithUrl()));
        Colleagues.join(loop, topic);
        Instance instance = start();
        loop.pass(Duration.ofMillis(1));
        address = url -> CANDIDATE;

        breach();
        loop.pass(Duration.ofSeconds(10));

        Fact.RollbackFailed failed = only(topic, Fact.RollbackFailed.class);
        assertThat(failed.reason()).contains("public URL http://127.0.0.1:3/").contains("X-Version: 5.1");
        assertThat(failed.checks()).extracting("verified").containsExactly(true, true, false);
        assertThat(Duration.between(looks.getFirst(), looks.getLast()))
                .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(3));
        assertThat(facts(topic, Fact.SwitchVerified.class)).isZero();
        assertThat(instance.registry
                        .get("sluice.rollback.failures")
                        .tag("cause", "verification")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_look_that_throws_counts_as_silence() {
        topic.traffic(Given.observing(Given.planWithUrl()));
        Colleagues.join(loop, topic);
        start();
        address = url -> {
            if (looks.size() < 2) {
                throw new IllegalStateException("broken adapter");
            }
            return STABLE;
        };

        breach();
        loop.pass(Duration.ofSeconds(10));

        only(topic, Fact.RollbackCompleted.class);
    }

    @Test
    void a_verification_stops_when_the_partition_is_lost() {
        topic.traffic(Given.observing(Given.planWithUrl()));
        Colleagues.join(loop, topic);
        Instance instance = start();
        address = url -> CANDIDATE;
        breach();
        loop.pass(Duration.ofSeconds(1));

        instance.own(false);
        loop.pass(Duration.ofMinutes(1));

        assertThat(facts(topic, Fact.RollbackFailed.class)).isZero();
    }
}
