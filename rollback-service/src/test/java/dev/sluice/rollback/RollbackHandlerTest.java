package dev.sluice.rollback;

import static dev.sluice.rollback.Colleagues.facts;
import static dev.sluice.rollback.Colleagues.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The shell on virtual time: crashes, refusals, take-overs, and what the journal looks like afterwards. */
class RollbackHandlerTest extends Scene {
    @Test
    void a_breach_goes_all_the_way_to_completed() {
        topic.traffic(Given.observing(Given.planWithUrl()));
        Colleagues.join(loop, topic);
        Instance instance = start();
        loop.pass(Duration.ofSeconds(1));

        breach();
        loop.pass(Duration.ofSeconds(1));

        Fact.RollbackRequested asked = only(topic, Fact.RollbackRequested.class);
        assertThat(asked.trigger()).isEqualTo("error-rate");
        assertThat(asked.by().who()).isEqualTo("health-service");
        assertThat(asked.by().reason()).contains("error-rate = 2.5%").contains("> 0.5%");
        assertThat(only(topic, Fact.SwitchVerified.class).checks())
                .extracting("what")
                .containsExactly("router edge", "router inner", "public URL http://127.0.0.1:3/");
        Fact.RollbackCompleted done = only(topic, Fact.RollbackCompleted.class);
        assertThat(done.times().breachAt()).contains(Given.START.plusSeconds(1));
        only(topic, Lifecycle.RolloutRolledBack.class);
        assertThat(instance.registry
                        .get("sluice.rollbacks")
                        .tag("trigger", "error-rate")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(instance.registry.get("sluice.breach.to.restored").timer().count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reaction.class,
            names = {"ALERT", "PAUSE"})
    void a_milder_breach_asks_for_nothing(Reaction reaction) {
        topic.traffic(Given.observing(Given.plan()));
        start();

        topic.fact(Given.breach(topic.state().gate().version(), reaction));
        loop.pass(Duration.ofMinutes(1));

        assertThat(facts(topic, Fact.RollbackRequested.class)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, DIES_BEFORE", "0, DIES_AFTER", "0, REFUSED",
        "1, DIES_BEFORE", "1, DIES_AFTER", "1, REFUSED",
        "2, DIES_BEFORE", "2, DIES_AFTER", "2, REFUSED"
    })
    void it_goes_on_where_it_was_after_a_crash_at_any_step(int step, Instance.Fate fate) {
        topic.traffic(Given.observing(Given.planWithUrl()));
        Colleagues.join(loop, topic);
        Instance first = start(append -> append == step ? fate : Instance.Fate.TAKEN);
        loop.pass(Duration.ofSeconds(1));
        breach();
        loop.pass(Duration.ofSeconds(5));
        assertThat(first.dead()).isEqualTo(fate != Instance.Fate.REFUSED);

        start();
        loop.pass(Duration.ofSeconds(5));

        assertThat(facts(topic, Fact.RollbackRequested.class)).isEqualTo(1);
        assertThat(facts(topic, Fact.SwitchVerified.class)).isEqualTo(1);
        assertThat(only(topic, Fact.RollbackCompleted.class).times().breachAt()).contains(Given.START.plusSeconds(1));
        only(topic, Lifecycle.RolloutRolledBack.class);
    }

    @Test
    void a_fact_is_not_appended_again_while_it_is_under_way() {
        topic.traffic(Given.observing(Given.plan()));
        start();
        breach();
        topic.fact(new Fact.MetricsBreached(
                Given.ID, 4, 0, Given.ERRORS, 7, Reaction.ROLLBACK, Given.START, Given.reading()));

        loop.pass(Duration.ofMinutes(1));

        assertThat(topic.records()).hasSize(4 + 2 + 1);
    }

    @Test
    void two_instances_that_both_think_they_own_make_one_story() {
        topic.traffic(Given.observing(Given.plan()));
        Colleagues.join(loop, topic);
        start();
        start();

        breach();
        loop.pass(Duration.ofSeconds(5));

        assertThat(facts(topic, Fact.RollbackRequested.class)).isEqualTo(1);
        assertThat(facts(topic, Fact.SwitchVerified.class)).isEqualTo(1);
        only(topic, Fact.RollbackCompleted.class);
    }

    @Test
    void an_instance_that_does_not_own_only_watches() {
        topic.traffic(Given.observing(Given.plan()));
        Instance instance = start();
        loop.pass(Duration.ofSeconds(1));
        instance.own(false);

        breach();
        loop.pass(Duration.ofMinutes(1));
        assertThat(facts(topic, Fact.RollbackRequested.class)).isZero();

        instance.own(true);
        loop.pass(Duration.ofSeconds(1));
        assertThat(facts(topic, Fact.RollbackRequested.class)).isEqualTo(1);
    }

    @Test
    void a_failed_stage_is_rolled_back() {
        topic.traffic(Given.observing(Given.plan()));
        Colleagues.join(loop, topic);
        start();

        topic.traffic(new Lifecycle.StageFailed(Given.ID, 0, StageFailure.VALIDATION_FAILED, "3 failed in a row"));
        loop.pass(Duration.ofSeconds(1));

        assertThat(only(topic, Fact.RollbackRequested.class).trigger()).isEqualTo("stage-failed");
        assertThat(only(topic, Fact.RollbackCompleted.class).times().breachAt()).isEmpty();
    }

    @Test
    void what_the_safety_net_restored_gets_its_procedure_and_its_breach_time() {
        topic.traffic(Given.observing(Given.plan()));
        breach();
        topic.traffic(new Lifecycle.SafetyNetUsed(
                Given.ID, NetAction.RESTORE, NetReason.BREACH_UNANSWERED, "no answer for 5 s"));
        topic.traffic(Given.restored());
        Colleagues.join(loop, topic);

        start();
        loop.pass(Duration.ofSeconds(1));

        assertThat(only(topic, Fact.RollbackRequested.class).trigger()).isEqualTo("restore");
        assertThat(only(topic, Fact.RollbackCompleted.class).times().breachAt()).contains(Given.START);
    }

    @Test
    void an_abort_gets_no_procedure() {
        topic.traffic(Given.observing(Given.plan()));
        start();

        topic.traffic(new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, new EventId("c1")));
        topic.traffic(Given.restored());
        loop.pass(Duration.ofMinutes(1));

        assertThat(facts(topic, Fact.RollbackRequested.class)).isZero();
    }
}
