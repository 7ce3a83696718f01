package dev.sluice.traffic.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import dev.sluice.traffic.port.WorkloadFailure.Superseded;
import dev.sluice.traffic.port.WorkloadFailure.Unreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter of {@link Workloads} promises.
 *
 * <p>Longer than 300 lines because the contract of one port is read as one list.
 */
public abstract class WorkloadsContract<W extends Workload> {
    protected static final RolloutId EARLIER = new RolloutId("shop-aaaaaaaaaa");
    protected static final RolloutId OURS = new RolloutId("shop-bbbbbbbbbb");
    protected static final RolloutId LATER = new RolloutId("shop-cccccccccc");
    protected static final Stamp STAMP = new Stamp(OURS, 17, 3);

    private Optional<WorkloadsRig<W>> opened = Optional.empty();
    private WorkloadsRig<W> rig;
    private Workloads<W> workloads;

    protected abstract WorkloadsRig<W> open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        rig = open();
        opened = Optional.of(rig);
        workloads = rig.workloads();
    }

    /** Where there is nothing to open, the test is skipped, and there is nothing to close. */
    @AfterEach
    void stop() {
        opened.ifPresent(WorkloadsRig::close);
    }

    private W workload() {
        return rig.workload(RetireAction.SCALE_TO_ZERO);
    }

    private Running observed() throws WorkloadFailure {
        return workloads.observe(workload());
    }

    @Test
    void whatRunsIsObserved() throws Exception {
        rig.run(3, Optional.empty());

        assertThat(observed()).isEqualTo(new Running(true, 3, 3, 3, Optional.empty()));
    }

    @Test
    void whatIsNotThereIsSaidToBeNotThere() throws Exception {
        assertThat(observed()).isEqualTo(Running.NOTHING);
    }

    @Test
    void scaledToZeroIsDoneWhenTheLastInstanceHasEnded() throws Exception {
        rig.run(3, Optional.empty());

        Retirement asked = workloads.retire(workload(), workload().onRollback(), STAMP);

        assertThat(asked.complete()).as(asked.detail()).isFalse();
        assertThat(asked.detail()).contains("3 instances");
        assertThat(observed().wanted()).isZero();
        assertThat(observed().running()).isEqualTo(3);

        rig.end();
        Retirement done = workloads.retire(workload(), workload().onRollback(), STAMP);

        assertThat(done.complete()).as(done.detail()).isTrue();
        assertThat(observed()).isEqualTo(new Running(true, 0, 0, 0, Optional.of(STAMP)));
    }

    @Test
    void askedAgainItIsNoMoreThanAskedOnce() throws Exception {
        rig.run(2, Optional.empty());

        Retirement first = workloads.retire(workload(), workload().onRollback(), STAMP);
        assertThat(workloads.retire(workload(), workload().onRollback(), STAMP)).isEqualTo(first);
        rig.end();
        Retirement done = workloads.retire(workload(), workload().onRollback(), STAMP);

        assertThat(workloads.retire(workload(), workload().onRollback(), STAMP)).isEqualTo(done);
    }

    @Test
    void deletedIsDoneWhenItIsNotThereAnyMore() throws Exception {
        rig.run(3, Optional.empty());
        W workload = rig.workload(RetireAction.DELETE);

        Retirement asked = workloads.retire(workload, workload.onRollback(), STAMP);

        assertThat(asked.complete()).as(asked.detail()).isFalse();
        assertThat(asked.detail()).contains("3 instances");

        rig.end();
        Retirement done = workloads.retire(workload, workload.onRollback(), STAMP);

        assertThat(done.complete()).as(done.detail()).isTrue();
        assertThat(observed()).isEqualTo(Running.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(
            value = RetireAction.class,
            names = {"SCALE_TO_ZERO", "DELETE"})
    void whatIsGoneAlreadyIsDone(RetireAction action) throws Exception {
        assertThat(workloads.retire(rig.workload(action), action, STAMP).complete())
                .isTrue();

        rig.run(2, Optional.empty());
        workloads.retire(rig.workload(action), action, STAMP);
        rig.remove();

        assertThat(workloads.retire(rig.workload(action), action, STAMP).complete())
                .isTrue();
    }

    @Test
    void whatHasNoInstanceAlreadyIsDone() throws Exception {
        rig.run(0, Optional.empty());

        assertThat(workloads.retire(workload(), workload().onRollback(), STAMP).complete())
                .isTrue();
    }

    @Test
    void whatThePlanKeepsIsNotTouched() throws Exception {
        rig.run(2, Optional.empty());
        Running before = observed();

        assertThatThrownBy(() -> workloads.retire(rig.workload(RetireAction.KEEP), RetireAction.KEEP, STAMP))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("keeps");
        assertThat(observed()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = RetireAction.class,
            names = {"SCALE_TO_ZERO", "DELETE"})
    void whatALaterRolloutClaimedIsNotItsToShutDown(RetireAction action) throws Exception {
        rig.run(2, Optional.of(new Stamp(LATER, 18, 1)));
        Running before = observed();

        assertThatThrownBy(() -> workloads.retire(rig.workload(action), action, STAMP))
                .isInstanceOf(Superseded.class)
                .hasMessageContaining(LATER.text());
        assertThat(observed()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = RetireAction.class,
            names = {"SCALE_TO_ZERO", "DELETE"})
    void aLaterRolloutThatClaimsItMeanwhileWins(RetireAction action) throws Exception {
        rig.run(2, Optional.of(new Stamp(EARLIER, 3, 1)));
        rig.intrude(new Stamp(LATER, 40, 9));

        assertThatThrownBy(() -> workloads.retire(rig.workload(action), action, STAMP))
                .isInstanceOf(Superseded.class);
        assertThat(observed()).isEqualTo(new Running(true, 2, 2, 2, Optional.of(new Stamp(LATER, 40, 9))));
    }

    @Test
    void anEarlierRolloutsClaimIsTakenOver() throws Exception {
        rig.run(2, Optional.of(new Stamp(EARLIER, 9, 3)));

        workloads.retire(workload(), workload().onRollback(), STAMP);

        assertThat(observed().claim()).contains(STAMP);
        assertThat(observed().wanted()).isZero();
    }

    @Test
    void aLaterOwnersStampIsNotLowered() throws Exception {
        rig.run(2, Optional.of(new Stamp(OURS, 17, 5)));

        workloads.retire(workload(), workload().onRollback(), STAMP);

        assertThat(observed().claim()).contains(new Stamp(OURS, 17, 5));
        assertThat(observed().wanted()).isZero();
    }

    @Test
    void aLostRaceIsRunAgainAtOnce() throws Exception {
        rig.run(2, Optional.empty());
        rig.intrude(3);

        workloads.retire(workload(), workload().onRollback(), STAMP);

        assertThat(observed().wanted()).isZero();
        assertThat(observed().claim()).contains(STAMP);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatIsBroughtUpIsReadyWhenAllOfItTakesRequests(int before) throws Exception {
        rig.run(before, Optional.empty());

        Readiness asked = workloads.prepare(workload(), STAMP);

        assertThat(asked.ready()).as(asked.detail()).isFalse();
        assertThat(asked.broken()).isEmpty();
        assertThat(workloads.prepare(workload(), STAMP).ready()).isFalse();
        rig.grow();
        Readiness done = workloads.prepare(workload(), STAMP);
        assertThat(done.ready()).as(done.detail()).isTrue();
        assertThat(observed()).isEqualTo(new Running(true, 3, 3, 3, Optional.of(STAMP)));
    }

    @Test
    void nothingIsScaledDownOnTheWayUp() throws Exception {
        rig.run(5, Optional.empty());

        workloads.prepare(workload(), STAMP);
        rig.grow();

        assertThat(workloads.prepare(workload(), STAMP).ready()).isTrue();
        assertThat(observed().wanted()).isEqualTo(5);
    }

    @Test
    void whatThePlanDoesNotBringUpIsNotTouched() throws Exception {
        rig.run(1, Optional.empty());

        assertThatThrownBy(() -> workloads.prepare(rig.workload(RetireAction.DELETE), STAMP))
                .isInstanceOf(Refused.class);
        assertThat(observed().wanted()).isEqualTo(1);
    }

    @Test
    void whatALaterRolloutClaimedIsNotItsToBringUp() throws Exception {
        rig.run(1, Optional.of(new Stamp(LATER, 18, 1)));

        assertThatThrownBy(() -> workloads.prepare(workload(), STAMP)).isInstanceOf(Superseded.class);
        assertThat(observed().wanted()).isEqualTo(1);
    }

    @Test
    void onTheWayUpALostRaceIsRunAgainAtOnceToo() throws Exception {
        rig.run(1, Optional.empty());
        rig.intrude(3);

        workloads.prepare(workload(), STAMP);

        assertThat(observed().wanted()).isEqualTo(3);
        assertThat(observed().claim()).contains(STAMP);
    }

    @Test
    void whatWasBroughtUpCanBeShutDown() throws Exception {
        rig.run(0, Optional.empty());
        workloads.prepare(workload(), STAMP);
        rig.grow();

        workloads.retire(workload(), workload().onRollback(), new Stamp(OURS, 19, 3));

        assertThat(observed().wanted()).isZero();
    }

    @Test
    void whatCantBeReachedIsSaidToBeSo() {
        Workloads<W> nobody = rig.unreachable();

        assertThatThrownBy(() -> nobody.observe(workload())).isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> nobody.retire(workload(), workload().onRollback(), STAMP))
                .isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> nobody.prepare(workload(), STAMP)).isInstanceOf(Unreachable.class);
    }

    @Test
    void whatHangsEndsWithinItsLimit() {
        Workloads<W> hanging = rig.hanging();
        long start = System.nanoTime();

        assertThatThrownBy(() -> hanging.retire(workload(), workload().onRollback(), STAMP))
                .isInstanceOf(Unreachable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anInterruptEndsItAtOnce() throws Exception {
        Workloads<W> hanging = rig.hanging();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                hanging.observe(workload());
                thrown.complete(new AssertionError("it answered"));
            } catch (WorkloadFailure e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost", e));
            } catch (RuntimeException e) {
                thrown.complete(e);
            }
        });
        while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        thread.interrupt();

        assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
    }
}
