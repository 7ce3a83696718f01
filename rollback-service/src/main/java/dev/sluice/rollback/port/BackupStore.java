package dev.sluice.rollback.port;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import java.util.List;

/**
 * One kind of data that can be backed up and restored. Every call blocks until it is done, tells its progress to the
 * {@link Task}, and ends soon after the task was stopped. A call that was killed can be made again.
 *
 * <p>Contents are made of what the data mean, not of how they lie: equal data have equal contents, wherever they are.
 */
public interface BackupStore {
    /** Streams what the store holds into the archive; the contents are those of the same moment. */
    List<Content> take(ArchiveWriter into, Task task) throws StoreFailure;

    /** Reads an archive as a restore would, to its end; fails when it does not hold these contents. */
    void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure;

    /**
     * Makes the store hold what the archive holds and nothing else, and answers with what was verified on the way. A kill
     * leaves either the old data, or the restored ones, or, where a store can't be exchanged as a whole, data that
     * the next call restores; the notes tell it how far the last one came.
     */
    List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task) throws StoreFailure;

    /** What the store holds now. */
    List<Content> contents(Task task) throws StoreFailure;
}
