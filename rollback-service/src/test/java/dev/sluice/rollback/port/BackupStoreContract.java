package dev.sluice.rollback.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store promises, whatever it stores. */
public abstract class BackupStoreContract {
    /** The store, with some data in it. */
    protected abstract BackupStore filled();

    /** Changes, removes and adds some of the data, as a new version of the application would. */
    protected abstract void spoil();

    /** Removes everything that the store speaks of. */
    protected abstract void empty();

    /** Whether the old data are exchanged for the restored ones in one moment. */
    protected boolean exchanges() {
        return true;
    }

    @Test
    void aBackupSaysWhatTheStoreHolds() throws StoreFailure {
        BackupStore store = filled();
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, StoppedAt.never());
        assertThat(contents).isEqualTo(store.contents(StoppedAt.never())).isNotEmpty();
        assertThat(archive.reserved()).isPositive();
        store.check(archive.reader(), contents, StoppedAt.never());
    }

    @Test
    void contentsTellOtherDataApart() throws StoreFailure {
        BackupStore store = filled();
        List<Content> before = store.contents(StoppedAt.never());
        spoil();
        assertThat(store.contents(StoppedAt.never())).isNotEqualTo(before);
    }

    @Test
    void aRestoreBringsBackWhatWasThereAndNothingElse() throws StoreFailure {
        BackupStore store = filled();
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, StoppedAt.never());
        spoil();
        List<Verification> checks = store.restore(archive.reader(), contents, archive, StoppedAt.never());
        assertThat(checks).isNotEmpty().allMatch(Verification::verified);
        assertThat(store.contents(StoppedAt.never())).isEqualTo(contents);
    }

    @Test
    void aRestoreBringsBackWhatWasRemovedAltogether() throws StoreFailure {
        BackupStore store = filled();
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, StoppedAt.never());
        empty();
        store.restore(archive.reader(), contents, archive, StoppedAt.never());
        assertThat(store.contents(StoppedAt.never())).isEqualTo(contents);
    }

    @Test
    void nothingIsBackedUpAndRestoredToo() throws StoreFailure {
        BackupStore store = filled();
        empty();
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, StoppedAt.never());
        store.check(archive.reader(), contents, StoppedAt.never());
        spoil();
        store.restore(archive.reader(), contents, archive, StoppedAt.never());
        assertThat(store.contents(StoppedAt.never())).isEqualTo(contents);
    }

    @Test
    void anArchiveWithOtherContentsIsNoBackup() throws StoreFailure {
        BackupStore store = filled();
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, StoppedAt.never());
        List<Content> more = contents.stream()
                .map(each -> new Content(each.what(), each.count() + 1, each.checksum()))
                .toList();
        assertThatThrownBy(() -> store.check(archive.reader(), more, StoppedAt.never()))
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.isPassing())
                        .isFalse());
    }

    @Test
    void aRestoreThatCannotBeVerifiedFails() throws StoreFailure {
        BackupStore store = filled();
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, StoppedAt.never());
        spoil();
        List<Content> spoiled = store.contents(StoppedAt.never());
        List<Content> other = contents.stream()
                .map(each -> new Content(each.what(), each.count(), each.checksum() + "0"))
                .toList();
        assertThatThrownBy(() -> store.restore(archive.reader(), other, archive, StoppedAt.never()))
                .isInstanceOf(StoreFailure.class);
        if (exchanges()) {
            assertThat(store.contents(StoppedAt.never()))
                    .as("the data in use are untouched")
                    .isEqualTo(spoiled);
        }
    }

    @Test
    void aRestoreThatWasStoppedAtAnyStepGoesOn() throws StoreFailure {
        int steps = 0;
        for (int last = 1; ; last++) {
            BackupStore store = filled();
            InMemory archive = new InMemory();
            List<Content> contents = store.take(archive, StoppedAt.never());
            spoil();
            List<Content> spoiled = store.contents(StoppedAt.never());
            StoppedAt task = new StoppedAt(last);
            try {
                store.restore(archive.reader(), contents, archive, task);
            } catch (StoreFailure stopped) {
                assertThat(task.stopped()).as(stopped.reason()).isTrue();
            }
            if (exchanges()) {
                assertThat(store.contents(StoppedAt.never()))
                        .as("after %s", task.steps())
                        .isIn(spoiled, contents);
            }
            store.restore(archive.reader(), contents, archive, StoppedAt.never());
            assertThat(store.contents(StoppedAt.never()))
                    .as("restored again after %s", task.steps())
                    .isEqualTo(contents);
            if (!task.stopped()) {
                break;
            }
            steps++;
        }
        assertThat(steps).isPositive();
    }

    @Test
    void aBackupThatWasStoppedCanBeTakenAgain() throws StoreFailure {
        BackupStore store = filled();
        assertThatThrownBy(() -> store.take(new InMemory(), new StoppedAt(1))).isInstanceOf(StoreFailure.class);
        InMemory archive = new InMemory();
        List<Content> contents = store.take(archive, StoppedAt.never());
        store.check(archive.reader(), contents, StoppedAt.never());
    }
}
