package dev.sluice.rollback;

import static dev.sluice.rollback.Colleagues.facts;
import static dev.sluice.rollback.Colleagues.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a verified switch: the shut-down after its delay, then the data as the plan says, store by store. */
class ShutdownAndDataTest extends Scene {
    private static final Name ORDERS = new Name("orders");
    private static final Name CONFIG = new Name("config");
    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void every_store_is_backed_up_before_the_start_one_after_the_other() {
        topic.traffic(Given.requested(Given.planWithEverything()));
        start();
        loop.pass(LONG);

        assertThat(stores.done()).containsExactly("backup orders", "backup config", "backup logs");
        assertThat(backups()).extracting(DataFact::store).containsExactly(ORDERS, CONFIG, new Name("logs"));
    }

    @Test
    void after_a_failed_backup_no_other_is_taken() {
        stores.fail("backup orders");
        topic.traffic(Given.requested(Given.planWithEverything()));
        start();
        loop.pass(LONG);

        assertThat(stores.done()).containsExactly("backup orders");
        assertThat(only(topic, DataFact.BackupFailed.class).reason()).isEqualTo("no room");
    }

    @Test
    void nothing_is_shut_down_before_the_abort_delay_is_over() {
        rolledBack(true);
        loop.pass(Duration.ofSeconds(25));
        assertThat(facts(topic, Fact.SwitchVerified.class)).isEqualTo(1);
        assertThat(facts(topic, Fact.ShutdownRequested.class)).isZero();

        loop.pass(Duration.ofSeconds(10));
        assertThat(only(topic, Fact.ShutdownRequested.class).workloads()).containsExactly(new Name("canary"));
    }

    @Test
    void what_is_not_shut_down_in_time_ends_the_procedure_and_no_data_are_touched() {
        Instance instance = rolledBack(false);
        loop.pass(LONG);
        topic.traffic(new Lifecycle.RetirementDelayed(Given.ID, new Name("canary"), "a pod is left"));
        loop.pass(Duration.ofMinutes(10));

        assertThat(only(topic, Fact.RollbackFailed.class).reason()).isEqualTo("canary is not shut down: a pod is left");
        assertThat(facts(topic, DataFact.class)).isEqualTo(3);
        assertThat(failures(instance, "shutdown")).isEqualTo(1);
    }

    @Test
    void all_questions_are_asked_before_an_answer_is_waited_for() {
        rolledBack(true);
        loop.pass(LONG);

        assertThat(only(topic, DataFact.RestoreProposed.class).store()).isEqualTo(ORDERS);
        assertThat(only(topic, DataFact.RestoreDecided.class).store()).isEqualTo(CONFIG);
        assertThat(facts(topic, DataFact.WritesPaused.class)).isZero();
    }

    @Test
    void an_answer_lets_the_stores_be_restored_in_the_plans_order() {
        Instance instance = rolledBack(true);
        loop.pass(LONG);
        answer(instance, RestoreDecision.RESTORE);
        loop.pass(LONG);

        assertThat(stores.done().subList(3, stores.done().size()))
                .containsExactly(
                        "pause orders",
                        "restore orders",
                        "resume orders",
                        "pause config",
                        "restore config",
                        "resume config");
        only(topic, Lifecycle.RolloutRolledBack.class);
    }

    @Test
    void what_is_to_be_left_is_left() {
        Instance instance = rolledBack(true);
        loop.pass(LONG);
        answer(instance, RestoreDecision.SKIP);
        loop.pass(LONG);

        assertThat(stores.done()).contains("restore config").doesNotContain("pause orders", "restore orders");
        only(topic, Lifecycle.RolloutRolledBack.class);
    }

    @Test
    void nobodys_silence_discards_data() {
        rolledBack(true);
        loop.pass(Duration.ofMinutes(70));

        List<DataFact.RestoreDecided> decided = topic.history().stream()
                .filter(DataFact.RestoreDecided.class::isInstance)
                .map(DataFact.RestoreDecided.class::cast)
                .toList();
        assertThat(decided)
                .filteredOn(each -> each.store().equals(ORDERS))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.decision()).isEqualTo(RestoreDecision.SKIP);
                    assertThat(each.by().reason()).isEqualTo("nobody answered within 1h");
                });
        assertThat(stores.done()).doesNotContain("restore orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause config", "restore config", "resume config"})
    void a_store_that_fails_stays_paused_and_calls_a_person(String step) {
        stores.fail(step);
        Instance instance = rolledBack(true);
        loop.pass(LONG);
        answer(instance, RestoreDecision.SKIP);
        loop.pass(LONG);

        assertThat(only(topic, DataFact.DataRestoreFailed.class).writesPaused()).isTrue();
        assertThat(failures(instance, "data")).isEqualTo(1);
        assertThat(only(topic, Fact.RollbackFailed.class).reason()).startsWith("the data of config were not restored");
        assertThat(facts(topic, DataFact.WritesResumed.class)).isZero();
    }

    @Test
    void a_store_without_hooks_that_fails_is_not_said_to_be_paused() {
        stores.fail("restore orders");
        Instance instance = rolledBack(true);
        loop.pass(LONG);
        answer(instance, RestoreDecision.RESTORE);
        loop.pass(LONG);

        assertThat(only(topic, DataFact.DataRestoreFailed.class).writesPaused()).isFalse();
    }

    @Test
    void after_completion_a_person_is_asked_even_where_the_plan_says_auto() {
        topic.traffic(Given.requested(Given.planWithEverything()));
        Colleagues.join(loop, topic);
        start();
        loop.pass(LONG);
        topic.traffic(upToTheBake());
        breach();
        loop.pass(LONG);

        assertThat(topic.history())
                .filteredOn(DataFact.RestoreProposed.class::isInstance)
                .extracting(event -> ((DataFact.RestoreProposed) event).store())
                .containsExactly(ORDERS, CONFIG);
    }

    @ParameterizedTest
    @EnumSource(
            value = Instance.Fate.class,
            names = {"DIES_BEFORE", "DIES_AFTER", "REFUSED"})
    void it_goes_on_where_it_was_after_a_crash_at_every_step(Instance.Fate fate) {
        for (int step = 0; step < 14; step++) {
            Scene scene = new Scene() {};
            scene.crashes(step, fate);
        }
    }

    private static double failures(Instance instance, String cause) {
        return instance.registry
                .get("sluice.rollback.failures")
                .tag("cause", cause)
                .counter()
                .count();
    }

    private Instance rolledBack(boolean workloadsObey) {
        topic.traffic(Given.requested(Given.planWithEverything()));
        Colleagues.join(loop, topic, workloadsObey);
        Instance instance = start();
        loop.pass(LONG);
        topic.traffic(upToTheFirstSwitch());
        breach();
        loop.pass(Duration.ofSeconds(1));
        return instance;
    }

    static List<Lifecycle> upToTheFirstSwitch() {
        return List.of(
                new Lifecycle.RolloutStarted(Given.ID),
                new Lifecycle.StageStarted(Given.ID, 0, new Name("all"), Weight.FULL),
                new Lifecycle.TrafficSwitched(Given.ID, 0, Weight.FULL, Given.readbacks(Weight.FULL), 900));
    }

    private static List<Lifecycle> upToTheBake() {
        return Stream.concat(
                        upToTheFirstSwitch().stream(),
                        Stream.of(new Lifecycle.StageCompleted(Given.ID, 0), new Lifecycle.BakeStarted(Given.ID)))
                .toList();
    }

    static void answer(Instance instance, RestoreDecision decision) {
        Command answer = new Command.DecideRestore(Given.ID, ORDERS, decision, Given.ANA);
        instance.handler.onCommand(new Commanded(new EventId("a-1"), Given.SHOP, Optional.empty(), answer));
    }

    private List<DataFact> backups() {
        return topic.history().stream()
                .filter(DataFact.BackupTaken.class::isInstance)
                .map(DataFact.class::cast)
                .toList();
    }
}
