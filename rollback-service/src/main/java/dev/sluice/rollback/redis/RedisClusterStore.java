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
import dev.sluice.rollback.task.Together;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.HostAndPort;

/**
 * All masters of a cluster, each read by a thread of its own; a key goes to the master that has its slot now. A cluster
 * has no second database to restore into, so keys are put back in place: each one at once, then those are removed that
 * the backup does not have, then everything is read back. A kill in between leaves some of both, with writes paused, and
 * the next call does all of it again.
 */
public final class RedisClusterStore implements BackupStore {
    private static final int THREADS_MAX = 8;
    private static final int BATCH = 200;

    private final List<HostAndPort> nodes;
    private final Access access;

    public RedisClusterStore(Store.RedisCluster store, Secrets secrets) {
        this.nodes = store.nodes().stream().map(Access::address).toList();
        this.access = new Access(store.user(), store.password(), store.tls(), secrets);
    }

    @Override
    public List<Content> take(ArchiveWriter into, Task task) throws StoreFailure {
        Masters masters = masters(task);
        AtomicLong bytes = new AtomicLong();
        AtomicLong keys = new AtomicLong();
        onEach(masters, task, node -> {
            bytes.addAndGet(Long.parseLong(node.info("memory", "used_memory")));
            keys.addAndGet(node.size());
        });
        into.reserve(bytes.get());
        task.step("dumping", keys.get());
        KeySums sums = new KeySums();
        KeySet known = new KeySet();
        AtomicLong number = new AtomicLong();
        onEach(
                masters,
                task,
                node -> KeyFiles.write(
                        into, Math.toIntExact(number.incrementAndGet()), new Keyspace(node, task), known, sums));
        requireUnmoved(masters, task);
        return sums.contents();
    }

    /** A slot that moved meanwhile may have been read at neither of its masters. */
    private void requireUnmoved(Masters before, Task task) throws StoreFailure {
        if (!masters(task).equals(before)) {
            throw StoreFailure.passing(
                    "slots of the Redis cluster moved to another master meanwhile",
                    new IllegalStateException("other masters"));
        }
    }

    @Override
    public void check(ArchiveReader from, List<Content> contents, Task task) throws StoreFailure {
        KeyFiles.check(from, contents, task);
    }

    @Override
    public List<Verification> restore(ArchiveReader from, List<Content> contents, Notes notes, Task task)
            throws StoreFailure {
        task.step("preparing", 0);
        KeyFiles.check(from, contents, task);
        Masters masters = masters(task);
        KeySet expected = new KeySet();
        task.step("loading", from.bytes());
        parts(from, masters, task, (keyspace, keys) -> {
            keys.forEach(key -> expected.add(key.key()));
            keyspace.write(keys);
        });
        task.step("removing what was made since", 0);
        onEach(masters, task, node -> {
            Keyspace keyspace = new Keyspace(node, task);
            keyspace.scan(keys -> keyspace.remove(strange(expected, keys)));
        });
        task.step("verifying", from.bytes());
        KeyCheck check = new KeyCheck();
        parts(from, masters, task, check::compare);
        onEach(masters, task, node -> new Keyspace(node, task).scan(keys -> {
            if (!strange(expected, keys).isEmpty()) {
                throw StoreFailure.lasting(
                        "not verified: somebody writes to Redis at " + node.address() + " while it is restored");
            }
        }));
        requireUnmoved(masters, task);
        return check.verified("the Redis cluster of " + nodes.getFirst());
    }

    private static List<byte[]> strange(KeySet expected, List<byte[]> keys) {
        return keys.stream().filter(key -> !expected.contains(key)).toList();
    }

    @Override
    public List<Content> contents(Task task) throws StoreFailure {
        KeySums sums = new KeySums();
        KeySet known = new KeySet();
        task.step("counting", 0);
        onEach(masters(task), task, node -> {
            Keyspace keyspace = new Keyspace(node, task);
            keyspace.scan(keys ->
                    keyspace.read(keys.stream().filter(known::add).toList()).forEach(sums::add));
        });
        return sums.contents();
    }

    private Masters masters(Task task) throws StoreFailure {
        return Masters.of(nodes, access, task);
    }

    /** What is done at one master. */
    @FunctionalInterface
    private interface AtMaster {
        void run(RedisNode node) throws StoreFailure;
    }

    private void onEach(Masters masters, Task task, AtMaster work) throws StoreFailure {
        Together.each(THREADS_MAX, masters.all(), address -> {
            try (RedisNode node = RedisNode.open(address, access, 0, task)) {
                work.run(node);
            }
        });
    }

    /** What is done with a few keys at the master that has their slots. */
    @FunctionalInterface
    private interface WithKeys {
        void run(Keyspace keyspace, List<StoredKey> keys) throws StoreFailure;
    }

    /** Reads the parts at once, each with connections of its own. */
    private void parts(ArchiveReader from, Masters masters, Task task, WithKeys work) throws StoreFailure {
        Together.each(THREADS_MAX, from.parts(), part -> {
            try (Routes routes = new Routes(masters, task, work)) {
                KeyFiles.read(from, part, routes::add, task);
                routes.flush();
            }
        });
    }

    private final class Routes implements AutoCloseable {
        private final Masters masters;
        private final Task task;
        private final WithKeys work;
        private final Map<HostAndPort, RedisNode> open = new HashMap<>();
        private final Map<HostAndPort, List<StoredKey>> waiting = new HashMap<>();

        Routes(Masters masters, Task task, WithKeys work) {
            this.masters = masters;
            this.task = task;
            this.work = work;
        }

        void add(StoredKey key) throws StoreFailure {
            HostAndPort master = masters.of(key.key());
            List<StoredKey> keys = waiting.computeIfAbsent(master, any -> new ArrayList<>());
            keys.add(key);
            if (keys.size() == BATCH) {
                flush(master, keys);
            }
        }

        void flush() throws StoreFailure {
            for (Map.Entry<HostAndPort, List<StoredKey>> each : waiting.entrySet()) {
                flush(each.getKey(), each.getValue());
            }
        }

        private void flush(HostAndPort master, List<StoredKey> keys) throws StoreFailure {
            RedisNode node = open.get(master);
            if (node == null) {
                node = RedisNode.open(master, access, 0, task);
                open.put(master, node);
            }
            work.run(new Keyspace(node, task), List.copyOf(keys));
            keys.clear();
        }

        @Override
        public void close() {
            open.values().forEach(RedisNode::close);
        }
    }
}
