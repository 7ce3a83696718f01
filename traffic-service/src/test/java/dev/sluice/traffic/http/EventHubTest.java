package dev.sluice.traffic.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Meta;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.value.EventId;
import dev.sluice.testkit.Await;
import dev.sluice.traffic.Samples;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.builders.BufferItemMultiEmitter.EmitterBufferOverflowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventHubTest {
    private static final int MANY = 5_000;
    private static final int FOLLOWERS = 50;
    private final EventHub hub = new EventHub();

    private static Recorded event(int offset) {
        return new Recorded(
                new Meta(
                        new EventId("event-" + offset),
                        "RollbackRequested",
                        Samples.TARGET,
                        OptionalLong.of(offset),
                        Optional.empty(),
                        "test",
                        Instant.EPOCH,
                        0,
                        offset,
                        Optional.empty()),
                Samples.rollbackRequested(offset));
    }

    private static List<Long> offsets(AssertSubscriber<Recorded> follower) {
        return follower.getItems().stream().map(each -> each.meta().offset()).toList();
    }

    private AssertSubscriber<Recorded> follow(Optional<String> after) {
        return hub.follow(Optional.empty(), after).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    @Test
    void whatComesBetweenAskingAndSubscribingIsFollowedToo() {
        hub.publish(event(0));
        Multi<Recorded> asked = hub.follow(Optional.empty(), Optional.empty());
        hub.publish(event(1));

        AssertSubscriber<Recorded> follower = asked.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        hub.publish(event(2));

        assertThat(offsets(follower)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void whoeverComesInTheMiddleGetsEachEventOnceAndInOrder() throws Exception {
        Thread publisher =
                Thread.ofPlatform().start(() -> IntStream.range(0, MANY).forEach(offset -> hub.publish(event(offset))));
        List<AssertSubscriber<Recorded>> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            followers.add(follow(Optional.empty()));
        }
        publisher.join();

        List<Long> all = IntStream.range(0, MANY).asLongStream().boxed().toList();
        for (AssertSubscriber<Recorded> follower : followers) {
            Await.until("all came", () -> follower.getItems().size() >= MANY);
            assertThat(offsets(follower)).isEqualTo(all);
        }
    }

    @Test
    void whoComesAgainGoesOnAfterItsLastOne() {
        hub.publish(event(0));
        hub.publish(event(1));

        AssertSubscriber<Recorded> follower = follow(Optional.of("0:0"));
        hub.publish(event(2));

        assertThat(offsets(follower)).containsExactly(1L, 2L);
    }

    @Test
    void whoFollowsOneRolloutGetsItsEventsOnly() {
        AssertSubscriber<Recorded> another = hub.follow(Optional.of(Samples.OTHER), Optional.empty())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        AssertSubscriber<Recorded> follower = hub.follow(Optional.of(Samples.ROLLOUT), Optional.empty())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

        hub.publish(event(0));

        assertThat(offsets(follower)).containsExactly(0L);
        assertThat(offsets(another)).isEmpty();
    }

    @Test
    void whoDoesNotKeepUpIsCutOffAndHoldsUpNobody() {
        AssertSubscriber<Recorded> slow =
                hub.follow(Optional.empty(), Optional.empty()).subscribe().withSubscriber(AssertSubscriber.create(1));
        AssertSubscriber<Recorded> follower = follow(Optional.empty());

        IntStream.rangeClosed(0, 31_000).forEach(offset -> hub.publish(event(offset)));

        assertThat(follower.getItems()).hasSize(31_001);
        slow.request(Long.MAX_VALUE);
        slow.assertFailedWith(EmitterBufferOverflowException.class);
        assertThat(offsets(slow))
                .as("what it was given has no gap")
                .isEqualTo(LongStream.range(0, slow.getItems().size()).boxed().toList());
    }

    @Test
    void whoHasLeftGetsNothingMore() {
        AssertSubscriber<Recorded> follower = follow(Optional.empty());
        hub.publish(event(0));

        follower.cancel();
        hub.publish(event(1));

        assertThat(offsets(follower)).containsExactly(0L);
    }
}
