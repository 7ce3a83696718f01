package dev.sluice.rollback.redis;

import dev.sluice.events.journal.Content;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Keys in the parts of an archive, one part per server that they were read from. */
final class KeyFiles {
    private static final String PART = "keys-";

    private KeyFiles() {}

    /** Reads all keys of a server into a part. */
    static void write(ArchiveWriter into, int number, Keyspace keyspace, KeySet known, KeySums sums)
            throws StoreFailure {
        long[] count = {0};
        try (DataOutputStream out = new DataOutputStream(into.part(PART + number))) {
            keyspace.scan(keys -> {
                List<byte[]> fresh = keys.stream().filter(known::add).toList();
                for (StoredKey each : keyspace.read(fresh)) {
                    write(out, each);
                    sums.add(each);
                    count[0]++;
                }
            });
            StoredKey.writeEnd(out, count[0]);
        } catch (IOException e) {
            throw StoreFailure.passing("the archive can't be written: " + e.getMessage(), e);
        }
    }

    private static void write(DataOutputStream out, StoredKey key) throws StoreFailure {
        try {
            key.write(out);
        } catch (IOException e) {
            throw StoreFailure.passing("the archive can't be written: " + e.getMessage(), e);
        }
    }

    /** Takes what is read. */
    @FunctionalInterface
    interface Sink {
        void take(StoredKey key) throws StoreFailure;
    }

    static void read(ArchiveReader from, String part, Sink sink, Task task) throws StoreFailure {
        try (DataInputStream in = new DataInputStream(from.part(part))) {
            long count = 0;
            for (Optional<StoredKey> key = StoredKey.read(in, count);
                    key.isPresent();
                    key = StoredKey.read(in, count)) {
                count++;
                sink.take(key.get());
                task.done(key.get().dump().length);
            }
        } catch (IOException e) {
            throw StoreFailure.lasting("part " + part + " can't be read: " + e.getMessage());
        }
    }

    /** Reads everything to the end; fails when it is not what the contents say. */
    static void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
        task.step("checking", from.bytes());
        KeySums sums = new KeySums();
        for (String part : from.parts()) {
            read(from, part, sums::add, task);
        }
        if (!sums.contents().equals(contents)) {
            throw StoreFailure.lasting("the archive holds " + sums.contents() + ", expected " + contents);
        }
    }
}
