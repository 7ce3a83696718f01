package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.wire.TargetSnapshot;
import dev.sluice.notifier.domain.Notice;
import dev.sluice.notifier.port.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The shell on virtual time: restarts, take-overs, silent channels, and who was told what, how often. Longer than 300 lines
 * because all of it needs the same scene.
 */
class NotifierHandlerTest {
    private static final String TEAM = "slack/team";
    private static final TargetState NOTHING = TargetState.unknown(Given.SHOP);
    private final VirtualLoop loop = new VirtualLoop();
    private final Topic topic = new Topic(() -> Given.START.plusNanos(loop.nanoTime()));
    private final Receivers receivers = new Receivers();
    private final Group group = new Group(loop, topic);

    private Instance start() {
        return new Instance(loop, topic, group, receivers, NOTHING);
    }

    private void pass() {
        loop.pass(Duration.ofSeconds(1));
    }

    private List<String> expected() {
        return Teller.notices(topic).stream().map(notice -> notice.id().text()).toList();
    }

    @Test
    void every_notice_is_told_once_in_order_and_then_committed() {
        start();
        start();
        topic.traffic(Given.observing(Given.withSlack("team")));
        topic.fact(Given.breach(4, Reaction.ROLLBACK));

        pass();

        assertThat(receivers.alerts()).isEqualTo(expected());
        assertThat(receivers.delivered(TEAM))
                .containsExactly(
                        "[checkout 5.1] Rollout requested",
                        "[checkout 5.1] Rollout has started",
                        "[checkout 5.1] error-rate: limit passed");
        assertThat(group.committed()).isEqualTo(5);
    }

    @Test
    void a_restart_tells_nothing_twice_and_nothing_is_lost() {
        Instance first = start();
        topic.traffic(Given.observing(Given.withSlack("team")));
        pass();
        first.die();
        topic.fact(Given.breach(4, Reaction.ROLLBACK));

        start();
        pass();

        assertThat(receivers.alerts()).isEqualTo(expected());
        assertThat(receivers.deliveredIds(TEAM)).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void after_a_crash_before_the_commit_the_same_ids_are_sent_again() {
        Instance first = start();
        topic.traffic(Given.observing(Given.withSlack("team")));
        pass();
        group.stopCommits();
        topic.fact(Given.breach(4, Reaction.ROLLBACK));
        pass();
        first.die();

        start();
        pass();

        assertThat(receivers.alerts()).hasSize(4);
        assertThat(new HashSet<>(receivers.alerts())).isEqualTo(new HashSet<>(expected()));
        assertThat(receivers.deliveredIds(TEAM).get(3))
                .isEqualTo(receivers.deliveredIds(TEAM).get(2));
    }

    @Test
    void a_partition_that_comes_back_is_not_told_again_to_people() {
        Instance first = start();
        Instance second = start();
        topic.traffic(Given.observing(Given.withSlack("team")));
        group.stopCommits();
        pass();
        assertThat(receivers.deliveredIds(TEAM)).hasSize(2);

        group.moveTo(second);
        group.moveTo(first);
        pass();

        assertThat(group.committed()).isEqualTo(4);
        assertThat(new HashSet<>(receivers.alerts())).isEqualTo(new HashSet<>(expected()));
    }

    @Test
    void the_end_of_a_rollout_is_told_by_an_instance_that_began_after_it() {
        Instance first = start();
        topic.traffic(Given.observing(Given.withSlack("team")));
        pass();
        first.die();
        topic.traffic(List.of(
                new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, Given.COMMAND),
                Given.restored(),
                new Lifecycle.RolloutAborted(Given.ID, Given.ANA)));

        new Instance(
                loop, topic, group, receivers, TargetState.resumed(topic.state().snapshot()));
        pass();

        assertThat(receivers.alerts()).isEqualTo(expected());
        assertThat(receivers.delivered(TEAM)).last().isEqualTo("[checkout 5.1] Rollout aborted");
        assertThat(group.committed()).isEqualTo(7);
    }

    @Test
    void a_freeze_between_rollouts_is_told_by_an_instance_that_began_after_it() {
        Instance first = start();
        topic.traffic(Given.observing(Given.withSlack("team")));
        topic.traffic(List.of(
                new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, Given.COMMAND),
                Given.restored(),
                new Lifecycle.RolloutAborted(Given.ID, Given.ANA)));
        pass();
        first.die();
        topic.traffic(List.of(
                new Lifecycle.TargetFrozen(Given.ANA, Given.COMMAND),
                new Lifecycle.TargetThawed(Given.ANA, Given.COMMAND)));

        new Instance(
                loop, topic, group, receivers, TargetState.resumed(topic.state().snapshot()));
        pass();

        assertThat(receivers.alerts()).isEqualTo(expected());
        assertThat(group.committed()).isEqualTo(9);
    }

    @Test
    void a_rollout_of_which_only_the_end_was_followed_is_told_from_its_beginning() {
        Instance first = start();
        pass();
        first.die();
        topic.traffic(Given.observing(Given.withSlack("team")));
        TargetState middle = TargetState.resumed(new TargetSnapshot(
                Given.SHOP,
                topic.records().size() - 1L,
                topic.state().gate().version(),
                topic.state().gate().last(),
                topic.records().size(),
                List.of(),
                List.of(),
                Optional.empty()));
        topic.traffic(List.of(
                new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, Given.COMMAND),
                Given.restored(),
                new Lifecycle.RolloutAborted(Given.ID, Given.ANA)));

        new Instance(loop, topic, group, receivers, known(middle, topic.state()));
        pass();

        assertThat(receivers.alerts()).isEqualTo(expected());
    }

    /** Read from the middle of the rollout on, by somebody whose snapshot knows that it has ended. */
    private static TargetState known(TargetState from, TargetState all) {
        TargetSnapshot place = from.snapshot();
        return TargetState.resumed(new TargetSnapshot(
                place.target(),
                place.covers(),
                place.version(),
                place.last(),
                place.replayFrom(),
                place.starts(),
                all.recent(),
                Optional.empty()));
    }

    @Test
    void a_record_waits_until_the_journal_was_followed_that_far() {
        topic.traffic(Given.observing(Given.withSlack("team")));
        Instance slow = new Instance(loop, new Topic(() -> Given.START), group, receivers, NOTHING);
        pass();
        assertThat(receivers.alerts()).isEmpty();
        assertThat(group.committed()).isZero();
        assertThat(slow.dead()).isFalse();
    }

    @Test
    void while_the_broker_is_away_nothing_is_told_and_nothing_committed() {
        start();
        receivers.broker(false);
        topic.traffic(Given.observing(Given.withSlack("team")));
        loop.pass(Duration.ofSeconds(30));
        assertThat(receivers.delivered(TEAM)).isEmpty();
        assertThat(group.committed()).isZero();

        receivers.broker(true);
        pass();

        assertThat(receivers.alerts()).isEqualTo(expected());
        assertThat(receivers.delivered(TEAM)).hasSize(2);
        assertThat(group.committed()).isEqualTo(4);
    }

    @Test
    void a_channel_that_is_silent_holds_back_neither_alerts_nor_other_channels() {
        receivers.manner(TEAM, message -> new Outcome.Later(Optional.empty(), "answered 500"));
        start();
        topic.traffic(Given.observing(
                Given.plan("{slack: [{name: team, webhook: {env: A}}," + " {name: other, webhook: {env: B}}]}")));

        loop.pass(Duration.ofMinutes(2));

        assertThat(receivers.alerts()).isEqualTo(expected());
        assertThat(receivers.delivered("slack/other")).hasSize(2);
        assertThat(receivers.delivered(TEAM)).isEmpty();
        assertThat(group.committed()).isZero();
    }

    @Test
    void a_message_is_tried_again_with_pauses_and_keeps_its_place() {
        int[] tries = {0};
        receivers.manner(
                TEAM,
                message -> tries[0]++ < 3
                        ? new Outcome.Later(Optional.of(Duration.ofSeconds(20)), "answered 429")
                        : new Outcome.Delivered());
        start();
        topic.traffic(Given.observing(Given.withSlack("team")));

        loop.pass(Duration.ofSeconds(59));
        assertThat(receivers.delivered(TEAM)).isEmpty();
        loop.pass(Duration.ofSeconds(2));

        assertThat(receivers.delivered(TEAM))
                .containsExactly("[checkout 5.1] Rollout requested", "[checkout 5.1] Rollout has started");
        assertThat(tries[0]).isEqualTo(5);
    }

    @Test
    void what_can_not_be_delivered_is_given_up_with_a_dead_letter_and_an_alert() {
        receivers.manner(TEAM, message -> new Outcome.Later(Optional.empty(), "answered 500"));
        Instance instance = start();
        topic.traffic(Given.requested(Given.withSlack("team")));

        loop.pass(Duration.ofMinutes(11));

        Notice notice = Teller.notices(topic).getFirst();
        String id = notice.id() + "/" + TEAM;
        assertThat(receivers.deadLetters()).containsExactly(id);
        assertThat(receivers.alerts()).containsExactly(notice.id().text(), id + "/given-up");
        assertThat(group.committed()).isEqualTo(1);
        assertThat(instance.registry
                        .get("sluice.notices")
                        .tags("channel", "slack", "outcome", "given-up")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_refusal_is_given_up_at_once_and_the_next_message_is_tried() {
        int[] tries = {0};
        receivers.manner(
                TEAM, message -> tries[0]++ == 0 ? new Outcome.Refused("answered 400") : new Outcome.Delivered());
        start();
        topic.traffic(Given.observing(Given.withSlack("team")));

        pass();

        assertThat(receivers.deadLetters()).hasSize(1);
        assertThat(receivers.delivered(TEAM)).containsExactly("[checkout 5.1] Rollout has started");
        assertThat(group.committed()).isEqualTo(4);
    }

    @Test
    void a_receiver_that_is_gone_is_not_asked_again() {
        int[] tries = {0};
        receivers.manner(TEAM, message -> {
            tries[0]++;
            return new Outcome.Gone("answered 410");
        });
        start();
        topic.traffic(Given.observing(Given.withSlack("team")));

        pass();

        assertThat(tries[0]).isEqualTo(1);
        assertThat(receivers.deadLetters()).hasSize(2);
    }

    @Test
    void an_adapter_that_throws_is_given_up_and_harms_nobody() {
        receivers.manner(TEAM, message -> {
            throw new IllegalStateException("broken adapter");
        });
        start();
        topic.traffic(Given.observing(Given.withSlack("team")));

        pass();

        assertThat(receivers.deadLetters()).hasSize(2);
        assertThat(group.committed()).isEqualTo(4);
    }

    @Test
    void what_is_queued_is_left_to_the_next_owner() {
        receivers.manner(TEAM, message -> new Outcome.Later(Optional.empty(), "answered 500"));
        Instance first = start();
        Instance second = start();
        topic.traffic(Given.requested(Given.withSlack("team")));
        pass();
        group.moveTo(second);
        receivers.manner(TEAM, message -> new Outcome.Delivered());

        loop.pass(Duration.ofMinutes(1));

        assertThat(receivers.deliveredIds(TEAM)).hasSize(1);
        assertThat(group.committed()).isEqualTo(1);
        assertThat(first.registry
                        .find("sluice.notices")
                        .tags("channel", "slack", "outcome", "delivered")
                        .counter())
                .isNull();
    }

    @Test
    void an_old_rollout_is_found_in_the_journal() {
        topic.traffic(Given.observing(Given.withSlack("team")));
        topic.traffic(List.of(
                new Lifecycle.RestoreStarted(Given.ID, RestoreCause.ABORT, Given.ANA, Given.COMMAND),
                Given.restored(),
                new Lifecycle.RolloutAborted(Given.ID, Given.ANA)));
        Instance late = new Instance(
                loop, topic, group, receivers, TargetState.resumed(topic.state().snapshot()));

        var found = late.library.chronicle(Given.ID).toCompletableFuture();
        pass();

        assertThat(found.join().orElseThrow().events()).hasSize(7);
        assertThat(found.join().orElseThrow().rollout().finished()).isTrue();
    }
}
