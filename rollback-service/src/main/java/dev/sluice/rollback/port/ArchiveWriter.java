package dev.sluice.rollback.port;

import java.io.IOException;
import java.io.OutputStream;

/** Where a backup is written: named parts, each a stream of its own; several may be written at once. */
public interface ArchiveWriter {
    /** Fails when the disk has not that much room, and some to spare. */
    void reserve(long bytes) throws StoreFailure;

    /** A new part, which is complete once it is closed; letters, digits, '-' and '.' make its name. */
    OutputStream part(String name) throws IOException;
}
