package dev.sluice.rollback.redis;

import dev.sluice.events.journal.Content;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Store;
import dev.sluice.rollback.port.ArchiveReader;
import dev.sluice.rollback.port.ArchiveWriter;
import dev.sluice.rollback.port.BackupStore;
import dev.sluice.rollback.port.Notes;
import dev.sluice.rollback.port.Secrets;
import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/**
 * One logical database of a server. It is restored into the spare one, verified there, and both are exchanged by SWAPDB:
 * clients find the old keys or the restored ones, whenever anything is killed. The old keys, then in the spare database,
 * are removed at the end. A marker, set there in the same transaction as the exchange, tells whether it was done.
 *
 * <p>A server that is killed may forget what it did last, the exchange too. So the exchange is believed while the same run
 * of the server answers, and the data in use are compared with the archive where writes are paused or the run is another
 * one; what is not there any more is restored again.
 */
public final class RedisStore implements BackupStore {
    private static final Logger LOG = Logger.getLogger(RedisStore.class);
    private static final String LOADING = "loading-spare-database";
    private static final String VERIFIED = "verified-spare-database";
    private static final String SWAPPED = "swapped-databases";
    private static final byte[] MARKER = RedisNode.bytes("sluice:old-data-of-a-restore");
    private static final int BATCH = 200;

    private final Store.Redis store;
    private final Access access;
    private final HostAndPort address;

    public RedisStore(Store.Redis store, Secrets secrets) {
        this.store = store;
        this.access = new Access(store.user(), store.password(), store.tls(), secrets);
        this.address = Access.address(store.address());
    }

    @Override
    public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
        try (RedisNode node = open(store.database(), task);
                RedisNode spare = open(store.spare(), task)) {
            node.requireMaster();
            requireRoom(spare);
            long size = node.size();
            into.reserve(memory(node, "used_memory"));
            task.step("dumping", size);
            KeySums sums = new KeySums();
            KeyFiles.write(into, 1, new Keyspace(node, task), new KeySet(), sums);
            return sums.contents();
        }
    }

    /** A backup that can't be restored is none, so this is looked at before one is taken too. */
    private void requireRoom(RedisNode spare) throws StoreFailure {
        if (spare.size() > 0) {
            throw StoreFailure.lasting("spareDatabase " + store.spare() + " of Redis at " + address + " holds "
                    + spare.size() + " keys: expected an empty one, to restore into");
        }
        long most = memory(spare, "maxmemory");
        long used = memory(spare, "used_memory");
        if (most > 0 && 2 * used > most) {
            throw StoreFailure.lasting("Redis at " + address + " has no room to restore beside the data in use: "
                    + (used >> 20) + " MiB of maxmemory " + (most >> 20) + " MiB are used");
        }
    }

    private static long memory(RedisNode node, String line) throws StoreFailure {
        String text = node.info("memory", line);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    @Override
    public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
        KeyFiles.check(from, contents, task);
    }

    @Override
    public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
            throws StoreFailure {
        try (RedisNode spare = open(store.spare(), task)) {
            spare.requireMaster();
            // All that is asked here is asked of one run: a connection does not outlive it.
            String run = spare.info("server", "run_id");
            Optional<List<Verification>> earlier = exchangedEarlier(from, notes, run, spare, task);
            if (earlier.isPresent()) {
                clean(notes, run, spare, task);
                return earlier.get();
            }
            List<Verification> checks = build(from, contents, notes, spare, task);
            task.step("exchanging", 0);
            swap(spare);
            notes.put(SWAPPED, run);
            if (!store.writes().isEmpty()) {
                checks = inUse(from, task);
            }
            clean(notes, run, spare, task);
            return checks;
        }
    }

    /** What the data in use show, if an earlier try exchanged them and the server still knows it. */
    private Optional<List<Verification>> exchangedEarlier(
            ArchiveReader from, Notes notes, String run, RedisNode spare, Task task) throws StoreFailure {
        boolean known =
                isMarked(notes, spare) || notes.get(SWAPPED).filter(run::equals).isPresent();
        if (known) {
            return Optional.of(
                    store.writes().isEmpty()
                            ? List.of(new Verification(where(), true, "is the verified copy, exchanged on this run"))
                            : inUse(from, task));
        }
        if (notes.get(SWAPPED).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(inUse(from, task));
        } catch (StoreFailure e) {
            if (e.isPassing()) {
                throw e;
            }
            LOG.warnf("Redis at %s was restarted and lost its exchange, restored again: %s", address, e.reason());
            return Optional.empty();
        }
    }

    private List<Verification> inUse(ArchiveReader from, Task task) throws StoreFailure {
        try (RedisNode node = open(store.database(), task)) {
            node.requireMaster();
            task.step("verifying what is in use", from.bytes());
            return compared(from, node, "somebody else writes to database " + store.database(), task);
        }
    }

    private void clean(Notes notes, String run, RedisNode spare, Task task) throws StoreFailure {
        notes.put(SWAPPED, run);
        task.step("removing the old data", 0);
        spare.ask(Command.FLUSHDB, "ASYNC");
    }

    private List<Verification> compared(ArchiveReader from, RedisNode node, String others, Task task)
            throws StoreFailure {
        Keyspace keyspace = new Keyspace(node, task);
        KeyCheck check = new KeyCheck();
        batches(from, batch -> check.compare(keyspace, batch), task);
        if (node.size() > check.equal()) {
            throw StoreFailure.lasting("not verified: " + others);
        }
        return check.verified(where());
    }

    private String where() {
        return "database " + store.database() + " of Redis at " + address;
    }

    private static boolean isMarked(Notes notes, RedisNode spare) throws StoreFailure {
        return notes.get(VERIFIED).isPresent()
                && spare.ask(Command.EXISTS, MARKER).equals(1L);
    }

    private List<Verification> build(
            ArchiveReader from, List<Content> contents, Notes notes, RedisNode spare, Task task) throws StoreFailure {
        task.step("preparing", 0);
        KeyFiles.check(from, contents, task);
        if (notes.get(LOADING).isEmpty()) {
            requireRoom(spare);
            notes.put(LOADING, Integer.toString(store.spare()));
        }
        spare.ask(Command.FLUSHDB, "SYNC");
        task.step("loading", from.bytes());
        batches(from, new Keyspace(spare, task)::write, task);
        task.step("verifying", from.bytes());
        List<Verification> checks =
                compared(from, spare, "somebody else writes to spareDatabase " + store.spare(), task);
        notes.put(VERIFIED, Integer.toString(store.spare()));
        return checks;
    }

    private void swap(RedisNode spare) throws StoreFailure {
        String number = Integer.toString(store.spare());
        spare.send(Command.MULTI);
        spare.send(Command.SWAPDB, RedisNode.bytes(Integer.toString(store.database())), RedisNode.bytes(number));
        spare.send(Command.SELECT, RedisNode.bytes(number));
        spare.send(Command.SET, MARKER, RedisNode.bytes("1"));
        spare.send(Command.EXEC);
        List<Object> answers = spare.answers();
        for (Object answer : answers) {
            spare.good(answer);
        }
        for (Object answer : (List<?>) answers.getLast()) {
            spare.good(answer);
        }
    }

    /** Takes a few keys of the archive at once. */
    @FunctionalInterface
    private interface Batch {
        void take(List<StoredKey> keys) throws StoreFailure;
    }

    private static void batches(ArchiveReader from, Batch batch, Task task) throws StoreFailure {
        List<StoredKey> waiting = new ArrayList<>();
        for (String part : from.parts()) {
            KeyFiles.read(
                    from,
                    part,
                    key -> {
                        waiting.add(key);
                        if (waiting.size() == BATCH) {
                            batch.take(List.copyOf(waiting));
                            waiting.clear();
                        }
                    },
                    task);
        }
        batch.take(List.copyOf(waiting));
    }

    @Override
    public List<Content> contents(Task task) throws StoreFailure {
        try (RedisNode node = open(store.database(), task)) {
            task.step("counting", node.size());
            KeySums sums = new KeySums();
            KeySet known = new KeySet();
            Keyspace keyspace = new Keyspace(node, task);
            keyspace.scan(keys ->
                    keyspace.read(keys.stream().filter(known::add).toList()).forEach(sums::add));
            return sums.contents();
        }
    }

    private RedisNode open(int database, Task task) throws StoreFailure {
        return RedisNode.open(address, access, database, task);
    }
}
