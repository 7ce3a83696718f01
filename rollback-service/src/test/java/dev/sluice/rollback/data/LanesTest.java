package dev.sluice.rollback.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Span;
import dev.sluice.rollback.Given;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.DataSteps.Backed;
import dev.sluice.rollback.port.DataSteps.Restored;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import dev.sluice.testkit.Await;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How steps run: tried again, limited, joined, one at a time, cancelled. */
class LanesTest extends StepsScene {
    @Test
    void whatPassesIsTriedAgainAndWhatLastsIsNot() {
        AtomicInteger tries = new AtomicInteger();
        store = new Wrapped() {
            @Override
            public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
                if (tries.incrementAndGet() < 3) {
                    throw StoreFailure.passing("out of reach", new IOException());
                }
                return super.take(into, task);
            }
        };
        taken(errand());
        assertThat(tries).hasValue(3);
    }

    @Test
    void patienceEnds() {
        AtomicInteger tries = new AtomicInteger();
        store = new Wrapped() {
            @Override
            public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
                tries.incrementAndGet();
                throw StoreFailure.passing("out of reach", new IOException());
            }
        };
        assertThat(get(steps().backup(errand()))).isEqualTo(new Backed.Failed("out of reach"));
        assertThat(tries.get()).isGreaterThan(1);
    }

    @Test
    void aRestoreIsTriedAgainForLongerThanPatienceLasts() {
        memory.hold(Map.of("a", "1"));
        Backed.Taken taken = taken(errand());
        long began = System.nanoTime();
        store = new Wrapped() {
            @Override
            public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
                    throws StoreFailure {
                if (System.nanoTime() - began < PATIENCE.multipliedBy(3).toNanos()) {
                    throw StoreFailure.passing("out of reach", new IOException());
                }
                return super.restore(from, contents, notes, task);
            }
        };
        assertThat(get(steps().restore(errand(), taken.backup()))).isInstanceOf(Restored.Verified.class);
    }

    @Test
    void aRestoreThatEndsAtItsLimitTellsWhatItWaitedForAndWhatItLeft() {
        memory.hold(Map.of("a", "1"));
        Backed.Taken taken = taken(errand());
        store = new Wrapped() {
            @Override
            public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
                    throws StoreFailure {
                task.step("exchanging", 0);
                throw StoreFailure.passing("out of reach", new IOException()).leaving("closed to all");
            }
        };
        assertThat(get(steps().restore(errand(Span.ofSeconds(1), Optional.empty()), taken.backup())))
                .isEqualTo(new Restored.Failed("not done within 1s (it was exchanging); out of reach; closed to all"));
    }

    @Test
    void aStepEndsAtItsLimitWhateverItBlocksOn() {
        store = new Wrapped() {
            @Override
            public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
                task.step("hanging", 10);
                task.done(3);
                try {
                    new CountDownLatch(1).await();
                    throw new AssertionError("nobody opens it");
                } catch (InterruptedException e) {
                    throw StoreFailure.passing("interrupted", e);
                }
            }
        };
        Backed backed = get(steps().backup(errand(Span.ofSeconds(1), Optional.empty())));
        assertThat(backed).isEqualTo(new Backed.Failed("not done within 1s (it was hanging)"));
    }

    @Test
    void aStepThatRunsIsJoinedAndShowsItsProgress() {
        CountDownLatch go = new CountDownLatch(1);
        store = new Wrapped() {
            @Override
            public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
                task.step("dumping", 10);
                task.done(4);
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return super.take(into, task);
            }
        };
        StoreSteps steps = steps();
        CompletionStage<Backed> first = steps.backup(errand());
        assertThat(steps.backup(errand())).isSameAs(first);
        Await.until("progress", () -> board.of(Given.ID).stream().anyMatch(each -> each.done() == 4));
        Progress progress = board.of(Given.ID).getFirst();
        assertThat(progress)
                .isEqualTo(new Progress(ORDERS, Progress.Work.BACKUP, "dumping", 4, 10, Given.START, Optional.empty()));
        assertThat(registry.get("sluice.data.done")
                        .tag("store", "orders")
                        .gauge()
                        .value())
                .isEqualTo(4);
        assertThat(registry.get("sluice.data.total")
                        .tag("target", "shop/checkout")
                        .gauge()
                        .value())
                .isEqualTo(10);
        go.countDown();
        assertThat(get(first)).isInstanceOf(Backed.Taken.class);
        Await.until("the end", () -> board.of(Given.ID).getFirst().outcome().isPresent());
        assertThat(registry.get("sluice.data.done").gauge().value()).isZero();
    }

    @Test
    void twoInstancesNeverWorkOnOneStoreAtOnce() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger at = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        store = new Wrapped() {
            @Override
            public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
                most.accumulateAndGet(at.incrementAndGet(), Math::max);
                try {
                    go.await();
                    return super.take(into, task);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                } finally {
                    at.decrementAndGet();
                }
            }
        };
        CompletionStage<Backed> first = steps().backup(errand());
        Await.until("the first works", () -> at.get() == 1);
        CompletionStage<Backed> second = steps().backup(errand());
        Await.until(
                "the second waits", () -> board.of(Given.ID).getLast().step().contains("another step"));
        go.countDown();
        assertThat(get(second)).isEqualTo(get(first));
        assertThat(most).hasValue(1);
    }

    @Test
    void aCancelledStepEnds() {
        CountDownLatch there = new CountDownLatch(1);
        store = new Wrapped() {
            @Override
            public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
                there.countDown();
                while (true) {
                    task.done(1);
                    Thread.onSpinWait();
                }
            }
        };
        StoreSteps steps = steps();
        CompletionStage<Backed> backup = steps.backup(errand());
        Await.until("it runs", () -> there.getCount() == 0);
        steps.cancel(RolloutId.of(Given.SHOP, new dev.sluice.events.value.StartKey("another")));
        assertThat(backup.toCompletableFuture()).isNotDone();
        steps.cancel(Given.ID);
        assertThat(get(backup)).isInstanceOfSatisfying(Backed.Failed.class, failed -> assertThat(failed.reason())
                .startsWith("cancelled"));
    }

    /** A partition that was lost and came back: this instance acts again before what it had begun has unwound. */
    @Test
    void aStepThatWasCancelledAndIsAskedForAgainBeginsAnewOnceTheOldOneHasEnded() {
        CountDownLatch unwinds = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger at = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        store = new Wrapped() {
            @Override
            public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
                most.accumulateAndGet(at.incrementAndGet(), Math::max);
                try {
                    return tries.incrementAndGet() == 1 ? hang(task) : super.take(into, task);
                } finally {
                    at.decrementAndGet();
                }
            }

            private List<Content> hang(Task task) throws StoreFailure {
                while (unwinds.getCount() > 0) {
                    Thread.onSpinWait();
                }
                task.done(1);
                throw new AssertionError("it was stopped");
            }
        };
        StoreSteps steps = steps();
        CompletionStage<Backed> first = steps.backup(errand());
        Await.until("it runs", () -> tries.get() == 1);
        steps.cancel(Given.ID);
        CompletionStage<Backed> second = steps.backup(errand());
        assertThat(steps.backup(errand())).as("joined").isSameAs(second);
        assertThat(second.toCompletableFuture()).isNotDone();
        unwinds.countDown();
        assertThat(get(first)).isInstanceOf(Backed.Failed.class);
        assertThat(get(second)).isInstanceOf(Backed.Taken.class);
        assertThat(most).hasValue(1);
        assertThat(get(steps.backup(errand()))).isEqualTo(get(second));
    }
}
