package dev.sluice.rollback.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A backup as it was written: a part that is not whole and genuine ends in an exception, never in less. */
public interface ArchiveReader {
    /** Their names, in order. */
    List<String> parts();

    /** The size of all parts, as they were before they were packed. */
    long bytes();

    InputStream part(String name) throws IOException;
}
