package dev.sluice.traffic.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.RouterFailure.Latched;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.RouterFailure.Superseded;
import dev.sluice.traffic.port.RouterFailure.Unreachable;
import dev.sluice.traffic.port.RouterRig.Sent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link TrafficRouter} promises; in one file, long as it is, so that a promise has one place to be looked up.
 *
 * <p>Longer than 300 lines because the contract of one port is read as one list.
 */
public abstract class TrafficRouterContract {
    protected static final RolloutId OLD = new RolloutId("shop-aaaaaaaaaa");
    protected static final RolloutId NEW = new RolloutId("shop-bbbbbbbbbb");
    protected static final HeaderMatch CANARY_USER = new HeaderMatch("x-canary-user", "true");
    /** A multiple of every cycle of weights in these tests. */
    private static final int MANY = 1_200;

    /** A weighted round-robin ends the cycle in which it was changed, and is exact from then on. */
    private static final int CYCLE = 60;

    private static final Set<Right.Answer> UNPROVED = Set.of(Right.Answer.HELD, Right.Answer.UNKNOWN);

    private Optional<RouterRig> opened = Optional.empty();
    private RouterRig rig;
    private TrafficRouter router;

    protected abstract RouterRig open() throws Exception;

    protected RouterRig rig() {
        return rig;
    }

    @BeforeEach
    void start() throws Exception {
        rig = open();
        opened = Optional.of(rig);
        router = rig.router();
    }

    /** Where there is nothing to open, the test is skipped, and there is nothing to close. */
    @AfterEach
    void stop() {
        opened.ifPresent(open -> {
            router.close();
            open.close();
        });
    }

    /** The share, or everything at a router that can't keep it: what is not about a share itself is tested with one. */
    private int some(int percent) {
        return rig.can(Weight.percent(percent)) ? percent : 100;
    }

    private Split half() {
        return Split.of(Weight.percent(some(50)));
    }

    protected static Stamp stamp(RolloutId rollout, long version, int epoch) {
        return new Stamp(rollout, version, epoch);
    }

    private void assertSplit(Sent sent, int requests, int percent) {
        assertThat(sent.failed()).as("%d%%", percent).isZero();
        assertThat(sent.stable() + sent.candidate()).as("%d%%", percent).isEqualTo(requests);
        assertThat(sent.candidate())
                .as("%d%%", percent)
                .isCloseTo(requests * percent / 100, within(rig.tolerance(requests, percent)));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 50, 100, 0})
    void aShareIsKeptExactly(int percent) throws Exception {
        assumeTrue(rig.can(Weight.percent(percent)));
        Observed set = router.shift(Split.of(Weight.percent(percent)), stamp(OLD, 3, 1));

        assertThat(set.candidate()).isEqualTo(Weight.percent(percent));
        rig.send(CYCLE);
        assertSplit(rig.send(MANY), MANY, percent);
    }

    @Test
    void everyStageOfARolloutIsExact() throws Exception {
        for (int percent : Stream.of(5, 20, 50, 100, 40, 0, 100, 5)
                .filter(each -> rig.can(Weight.percent(each)))
                .toList()) {
            router.shift(Split.of(Weight.percent(percent)), stamp(OLD, 3 + percent, 1));
            rig.send(CYCLE);

            assertSplit(rig.send(5 * CYCLE), 5 * CYCLE, percent);
        }
    }

    @Test
    void askingForRightsChangesNothing() throws Exception {
        router.shift(half(), stamp(OLD, 3, 1));
        Observed before = router.observe();

        assertThat(router.rights()).isNotEmpty().allSatisfy(right -> assertThat(right.answer())
                .as(right.toString())
                .isIn(rig.tellsRights() ? Set.of(Right.Answer.HELD) : UNPROVED));

        assertThat(router.observe()).isEqualTo(before);
        rig.send(CYCLE);
        assertSplit(rig.send(MANY), MANY, some(50));
    }

    @Test
    void askingForRightsOfARouterThatIsGoneIsUnreachable() {
        try (TrafficRouter gone = rig.unreachable()) {
            assertThatThrownBy(gone::rights).isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void theSameShiftTwiceIsOne() throws Exception {
        Observed first = router.shift(half(), stamp(OLD, 3, 1));

        assertThat(router.shift(half(), stamp(OLD, 3, 1))).isEqualTo(first);
        assertThat(router.observe()).isEqualTo(first);
    }

    @Test
    void theStampIsReadBack() throws Exception {
        assumeTrue(rig.latches());
        router.shift(half(), stamp(OLD, 3, 7));

        assertThat(router.observe().stamp()).contains(stamp(OLD, 3, 7));
        assertThat(router.observe().latch()).isEmpty();
    }

    @Test
    void requestsAreCountedBySide() throws Exception {
        assumeTrue(rig.counts());
        router.shift(Split.of(Weight.percent(some(20))), stamp(OLD, 3, 1));
        Counts before = router.observe().counts().orElseThrow();

        Sent sent = rig.send(300);

        Counts after = router.observe().counts().orElseThrow();
        assertThat(after.stable() - before.stable()).isEqualTo(sent.stable());
        assertThat(after.candidate() - before.candidate()).isEqualTo(sent.candidate());
    }

    @Test
    void anImpossibleShareIsRefusedAndChangesNothing() throws Exception {
        Optional<Weight> impossible = rig.impossible();
        assumeTrue(impossible.isPresent());
        Observed before = router.shift(half(), stamp(OLD, 3, 1));
        Split split = Split.of(impossible.get());

        assertThatThrownBy(() -> router.shift(split, stamp(OLD, 4, 1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(impossible.get().toString());
        assertThat(router.observe()).isEqualTo(before);
        assertThat(router.writes(split)).singleElement().asString().contains("refused");
    }

    @Test
    void aRestoreGivesStableEverythingAtOnce() throws Exception {
        router.shift(half(), stamp(OLD, 3, 1));
        rig.send(100);

        Observed restored = router.restore(stamp(OLD, 4, 1));

        assertThat(rig.send(MANY)).isEqualTo(new Sent(MANY, 0, 0));
        assertThat(restored.candidate()).isEqualTo(Weight.ZERO);
        assertThat(restored.latch()).isEqualTo(rig.latches() ? Optional.of(stamp(OLD, 4, 1)) : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 100})
    void noRequestFailsWhileShiftsAndRestoresGoOn(int percent) throws Exception {
        assumeTrue(rig.can(Weight.percent(percent)));
        AtomicBoolean goOn = new AtomicBoolean(true);
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Integer> failures = CompletableFuture.supplyAsync(() -> {
            int failed = 0;
            while (goOn.get()) {
                failed += rig.send(5).failed();
                started.countDown();
            }
            return failed;
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        for (int round = 1; round <= 10; round++) {
            RolloutId rollout = new RolloutId("shop-aaaaaaaa" + "abcdefghij".charAt(round - 1) + "a");
            router.shift(Split.of(Weight.percent(percent)), stamp(rollout, 10L * round, 1));
            rig.send(10);
            router.restore(stamp(rollout, 10L * round + 1, 1));
            assertThat(rig.send(20).candidate()).isZero();
        }
        goOn.set(false);

        assertThat(failures.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void aLateShiftOfTheRestoredRolloutIsRefused() throws Exception {
        assumeTrue(rig.latches());
        router.shift(half(), stamp(OLD, 3, 1));
        router.restore(stamp(OLD, 4, 1));

        assertThatThrownBy(() -> router.shift(half(), stamp(OLD, 9, 9))).isInstanceOf(Latched.class);
        assertThat(rig.send(100)).isEqualTo(new Sent(100, 0, 0));
        assertThat(router.observe().stamp()).contains(stamp(OLD, 4, 1));
    }

    @Test
    void theNextRolloutOpensTheLatch() throws Exception {
        router.shift(half(), stamp(OLD, 3, 1));
        router.restore(stamp(OLD, 4, 1));

        Observed shifted = router.shift(Split.of(Weight.percent(some(20))), stamp(NEW, 7, 1));

        assertThat(shifted.latch()).isEmpty();
        assertThat(shifted.candidate()).isEqualTo(Weight.percent(some(20)));
        rig.send(CYCLE);
        assertSplit(rig.send(5 * CYCLE), 5 * CYCLE, some(20));
    }

    @Test
    void anEarlierRolloutDoesNotOpenTheLatch() throws Exception {
        assumeTrue(rig.latches());
        router.restore(stamp(NEW, 8, 1));

        assertThatThrownBy(() -> router.shift(half(), stamp(OLD, 3, 1))).isInstanceOf(Superseded.class);
        assertThat(rig.send(100)).isEqualTo(new Sent(100, 0, 0));
    }

    @Test
    void anOwnerWhoseSuccessorHasWrittenIsSuperseded() throws Exception {
        assumeTrue(rig.latches());
        Observed successors = router.shift(Split.of(Weight.percent(some(20))), stamp(OLD, 5, 2));

        assertThatThrownBy(() -> router.shift(half(), stamp(OLD, 5, 1))).isInstanceOf(Superseded.class);
        assertThatThrownBy(() -> router.shift(half(), stamp(OLD, 4, 1))).isInstanceOf(Superseded.class);
        assertThat(router.observe()).isEqualTo(successors);
    }

    @Test
    void aLaterDecisionGoesThroughUnderALowerEpoch() throws Exception {
        router.shift(Split.of(Weight.percent(some(20))), stamp(OLD, 5, 2));

        assertThat(router.shift(half(), stamp(OLD, 6, 1)).candidate()).isEqualTo(half().candidate());
    }

    @Test
    void aRestoreIsNotHeldUpByALaterOwnerAndDoesNotLowerItsStamp() throws Exception {
        router.shift(half(), stamp(OLD, 5, 3));

        Observed restored = router.restore(stamp(OLD, 4, 1));

        assertThat(restored.candidate()).isEqualTo(Weight.ZERO);
        assertThat(restored.stamp()).isEqualTo(rig.latches() ? Optional.of(stamp(OLD, 5, 3)) : Optional.empty());
        assertThat(rig.send(100)).isEqualTo(new Sent(100, 0, 0));
    }

    @Test
    void aRestoreIsSafeToRepeatAndPassesAnEarlierRolloutsLatch() throws Exception {
        router.restore(stamp(OLD, 4, 1));
        router.restore(stamp(OLD, 4, 1));
        Observed restored = router.restore(stamp(NEW, 6, 1));

        assertThat(restored.candidate()).isEqualTo(Weight.ZERO);
        assertThat(restored.latch()).isEqualTo(rig.latches() ? Optional.of(stamp(NEW, 6, 1)) : Optional.empty());
    }

    @Test
    void aRestoreDoesNotTakeANewerRolloutDown() throws Exception {
        assumeTrue(rig.latches());
        Observed newer = router.shift(half(), stamp(NEW, 9, 1));

        assertThatThrownBy(() -> router.restore(stamp(OLD, 4, 5))).isInstanceOf(Superseded.class);
        assertThat(router.observe()).isEqualTo(newer);
    }

    @Test
    void aHeaderSendsItsRequestsToTheCandidate() throws Exception {
        assumeTrue(rig.headers());
        router.shift(Split.of(Weight.ZERO, CANARY_USER), stamp(OLD, 3, 1));
        assertThat(rig.send(50, CANARY_USER)).isEqualTo(new Sent(0, 50, 0));
        assertThat(rig.send(50)).isEqualTo(new Sent(50, 0, 0));

        router.restore(stamp(OLD, 4, 1));
        assertThat(rig.send(50, CANARY_USER)).isEqualTo(new Sent(50, 0, 0));

        router.shift(half(), stamp(NEW, 7, 1));
        rig.send(CYCLE, CANARY_USER);
        assertSplit(rig.send(2 * CYCLE, CANARY_USER), 2 * CYCLE, 50);
    }

    @Test
    void aRouterThatForgotIsSeenToHaveForgotten() throws Exception {
        router.shift(half(), stamp(OLD, 3, 1));
        router.restore(stamp(OLD, 4, 1));
        router.shift(half(), stamp(NEW, 7, 1));

        rig.restart();

        Observed found = router.observe();
        assertThat(found.candidate()).isEqualTo(Weight.ZERO);
        assertThat(found.stamp()).isEmpty();
        assertThat(found.latch()).isEmpty();
        assertThat(router.shift(half(), stamp(NEW, 7, 1)).candidate()).isEqualTo(half().candidate());
    }

    @Test
    void aRestartLosesTheLatchVisibly() throws Exception {
        assertThat(router.restore(stamp(OLD, 4, 1)).restored()).isTrue();
        assertThat(router.observe().restored()).isTrue();

        rig.restart();

        assertThat(router.observe().latch()).isEmpty();
        assertThat(router.observe().restored()).isFalse();
        assertThat(router.restore(stamp(OLD, 4, 1)).restored()).isTrue();
    }

    @Test
    void anUnreachableRouterIsSaidToBeSo() {
        TrafficRouter nobody = rig.unreachable();

        assertThatThrownBy(nobody::observe).isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> nobody.shift(half(), stamp(OLD, 3, 1))).isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> nobody.restore(stamp(OLD, 3, 1))).isInstanceOf(Unreachable.class);
        assertThat(nobody.writes(half())).isNotEmpty();
    }

    @Test
    void aHangingRouterEndsWithinItsLimit() {
        TrafficRouter hanging = rig.hanging();
        long start = System.nanoTime();

        assertThatThrownBy(() -> hanging.restore(stamp(OLD, 3, 1))).isInstanceOf(Unreachable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void anInterruptEndsItAtOnce() throws Exception {
        TrafficRouter hanging = rig.hanging();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                hanging.restore(stamp(OLD, 3, 1));
                thrown.complete(new AssertionError("it answered"));
            } catch (RouterFailure e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost", e));
            }
        });
        while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        thread.interrupt();

        assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(300));
    }
}
