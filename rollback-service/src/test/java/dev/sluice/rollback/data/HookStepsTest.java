package dev.sluice.rollback.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rollback.Given;
import dev.sluice.rollback.archive.BackupFolder;
import dev.sluice.rollback.port.DataSteps.Backed;
import dev.sluice.rollback.port.DataSteps.Errand;
import dev.sluice.rollback.port.DataSteps.Writes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Writes that are paused and resumed. */
class HookStepsTest extends StepsScene {
    @Test
    void writesArePausedInOrderAndResumedInTheOppositeOne() {
        assertThat(get(steps().pauseWrites(errand("one", "two")))).isEqualTo(new Writes.Done(List.of("one", "two")));
        assertThat(get(steps().resumeWrites(errand("one", "two")))).isEqualTo(new Writes.Done(List.of("two", "one")));
        assertThat(switched).containsExactly("pause one", "pause two", "resume two", "resume one");
    }

    @Test
    void aStoreWithoutHooksIsPausedAtOnce() {
        assertThat(get(steps().pauseWrites(errand()))).isEqualTo(new Writes.Done(List.of()));
    }

    @Test
    void aHookThatFailsIsNamedAndTheOthersAreTried() {
        hook = new Noted("odd") {
            @Override
            public void pause(Task task) throws StoreFailure {
                throw StoreFailure.lasting("no right");
            }
        };
        assertThat(get(steps().pauseWrites(errand("one", "odd", "two")))).isEqualTo(new Writes.Failed("odd: no right"));
        assertThat(switched).containsExactly("pause one", "pause two");
    }

    @Test
    void whoWakesAfterTheRestoreIsDonePausesNothing() {
        memory.hold(Map.of("a", "1"));
        Errand errand = errand("one");
        Backed.Taken taken = taken(errand);
        get(steps().pauseWrites(errand));
        get(steps().restore(errand, taken.backup()));
        Writes nothing = new Writes.Done(List.of());
        assertThat(get(steps().pauseWrites(errand))).isEqualTo(nothing);
        get(steps().resumeWrites(errand));
        assertThat(get(steps().pauseWrites(errand))).isEqualTo(nothing);
        assertThat(switched).containsExactly("pause one", "resume one");
    }

    @Test
    void nobodySwitchesWhileAnotherInstanceWorksOnTheStore() throws StoreFailure {
        Errand errand = errand("one");
        BackupFolder another = new BackupFolder(folder, errand.target(), errand.rollout(), ORDERS);
        CompletionStage<Writes> paused;
        try (BackupFolder.Lock lock = another.lock()) {
            paused = steps().pauseWrites(errand);
            Await.until("it waits", () -> board.of(Given.ID).getLast().step().contains("another step"));
            assertThat(switched).isEmpty();
        }
        assertThat(get(paused)).isEqualTo(new Writes.Done(List.of("one")));
    }

    @Test
    void aHookEndsAtItsLimit() {
        hook = new Noted("odd") {
            @Override
            public void pause(Task task) throws StoreFailure {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw StoreFailure.passing("interrupted", e);
                }
            }
        };
        assertThat(get(steps().pauseWrites(errand("odd"))))
                .isInstanceOfSatisfying(Writes.Failed.class, failed -> assertThat(failed.reason())
                        .contains("odd: not done within 1s"));
    }
}
