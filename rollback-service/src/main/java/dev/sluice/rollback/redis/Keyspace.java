package dev.sluice.rollback.redis;

import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** The keys of one logical database of one server, in batches that are sent at once. */
final class Keyspace {
    private static final int BATCH = 200;
    private static final int TRIES = 5;
    private static final byte[] ZERO = RedisNode.bytes("0");
    private static final byte[] LAST = RedisNode.bytes("-1");

    private final RedisNode node;
    private final Task task;

    Keyspace(RedisNode node, Task task) {
        this.node = node;
        this.task = task;
    }

    /** Takes keys, in batches. */
    @FunctionalInterface
    interface Keys {
        void take(List<byte[]> keys) throws StoreFailure;
    }

    /** All keys that are there from the beginning to the end; SCAN may name one twice. */
    void scan(Keys keys) throws StoreFailure {
        byte[] cursor = ZERO;
        do {
            List<?> answer = (List<?>)
                    node.ask(Command.SCAN, cursor, RedisNode.bytes("COUNT"), RedisNode.bytes(Integer.toString(BATCH)));
            cursor = (byte[]) answer.getFirst();
            List<byte[]> batch = new ArrayList<>();
            ((List<?>) answer.get(1)).forEach(key -> batch.add((byte[]) key));
            for (int from = 0; from < batch.size(); from += BATCH) {
                keys.take(batch.subList(from, Math.min(from + BATCH, batch.size())));
            }
            task.done(batch.size());
        } while (!RedisNode.text(cursor).equals("0"));
    }

    /** What stands under these keys, each read in one moment; one that has gone meanwhile is left out. */
    List<StoredKey> read(List<byte[]> keys) throws StoreFailure {
        List<byte[]> left = keys;
        List<StoredKey> found = new ArrayList<>();
        for (int tries = 0; !left.isEmpty(); tries++) {
            if (tries == TRIES) {
                throw StoreFailure.lasting("a key of Redis at " + node.address() + " changes its type all the time");
            }
            left = read(left, found);
        }
        return found;
    }

    /** Answers the keys whose type changed between the two questions. */
    private List<byte[]> read(List<byte[]> keys, List<StoredKey> found) throws StoreFailure {
        for (byte[] key : keys) {
            node.send(Command.TYPE, key);
        }
        List<String> types = new ArrayList<>();
        for (Object answer : node.answers()) {
            types.add(RedisNode.text(node.good(answer)));
        }
        Map<byte[], String> asked = new LinkedHashMap<>();
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!types.get(i).equals("none")) {
                asked.put(keys.get(i), types.get(i));
                lengths.add(ask(keys.get(i), types.get(i)));
            }
        }
        List<Object> answers = node.answers();
        List<byte[]> again = new ArrayList<>();
        int end = 0;
        int number = 0;
        for (Map.Entry<byte[], String> each : asked.entrySet()) {
            end += lengths.get(number++);
            List<?> transaction = (List<?>) node.good(answers.get(end - 1));
            if (transaction.stream().anyMatch(JedisException.class::isInstance)) {
                refuseAllButWrongType(transaction);
                again.add(each.getKey());
            } else {
                stored(each.getKey(), each.getValue(), transaction).ifPresent(found::add);
            }
        }
        return again;
    }

    private void refuseAllButWrongType(List<?> transaction) throws StoreFailure {
        for (Object each : transaction) {
            if (each instanceof JedisException error
                    && !String.valueOf(error.getMessage()).startsWith("WRONGTYPE")) {
                node.good(error);
            }
        }
    }

    /** Answers how many answers there will be. */
    private int ask(byte[] key, String type) throws StoreFailure {
        node.send(Command.MULTI);
        node.send(Command.TIME);
        node.send(Command.PTTL, key);
        node.send(Command.DUMP, key);
        int reads =
                switch (type) {
                    case "string" -> sent(Command.GET, key);
                    case "list" -> sent(Command.LRANGE, key, ZERO, LAST);
                    case "set" -> sent(Command.SMEMBERS, key);
                    case "hash" -> sent(Command.HGETALL, key);
                    case "zset" -> sent(Command.ZRANGE, key, ZERO, LAST, RedisNode.bytes("WITHSCORES"));
                    case "stream" ->
                        sent(Command.XRANGE, key, RedisNode.bytes("-"), RedisNode.bytes("+"))
                                + sent(Command.XINFO, RedisNode.bytes("GROUPS"), key);
                    default -> 0;
                };
        node.send(Command.EXEC);
        return reads + 5;
    }

    private int sent(Protocol.Command command, byte[]... arguments) throws StoreFailure {
        node.send(command, arguments);
        return 1;
    }

    private static Optional<StoredKey> stored(byte[] key, String type, List<?> transaction) {
        if (!(transaction.get(2) instanceof byte[] dump)) {
            return Optional.empty();
        }
        List<?> time = (List<?>) transaction.get(0);
        long now =
                Long.parseLong(RedisNode.text(time.get(0))) * 1000 + Long.parseLong(RedisNode.text(time.get(1))) / 1000;
        long left = (Long) transaction.get(1);
        long expiresAt = left < 0 ? 0 : Math.max(1, now + left);
        List<?> reads = transaction.subList(3, transaction.size());
        return Optional.of(new StoredKey(key, type, expiresAt, Prints.of(key, type, expiresAt > 0, reads, dump), dump));
    }

    /** Puts keys in the place of whatever is there; one that has expired meanwhile is gone. */
    void write(List<StoredKey> keys) throws StoreFailure {
        for (StoredKey each : keys) {
            node.send(
                    Command.RESTORE,
                    each.key(),
                    RedisNode.bytes(Long.toString(each.expiresAt())),
                    each.dump(),
                    RedisNode.bytes("REPLACE"),
                    RedisNode.bytes("ABSTTL"));
        }
        for (Object answer : node.answers()) {
            node.good(answer);
        }
    }

    void remove(List<byte[]> keys) throws StoreFailure {
        for (byte[] key : keys) {
            node.send(Command.UNLINK, key);
        }
        for (Object answer : node.answers()) {
            node.good(answer);
        }
    }

    long time() throws StoreFailure {
        return Long.parseLong(RedisNode.text(((List<?>) node.ask(Command.TIME, new byte[0][])).getFirst())) * 1000;
    }
}
