package dev.sluice.rollback.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rollback.port.DataSteps.Writes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.util.List;
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
