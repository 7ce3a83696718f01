package dev.sluice.rollback.redis;

import dev.sluice.rollback.port.StoreFailure;
import dev.sluice.rollback.port.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Which master holds which slots, as one node of the cluster says.
 *
 * @param byFirstSlot the master of the slots from this one on, up to the next
 */
record Masters(TreeMap<Integer, HostAndPort> byFirstSlot) {
    private static final int SLOTS = 16_384;

    /** Asks the nodes in turn; fails when none answers, or when some slot has no master. */
    static Masters of(List<HostAndPort> nodes, Access access, Task task) throws StoreFailure {
        Optional<StoreFailure> last = Optional.empty();
        for (HostAndPort each : nodes) {
            try (RedisNode node = RedisNode.open(each, access, 0, task)) {
                return told(node);
            } catch (StoreFailure e) {
                last = Optional.of(e);
            }
        }
        throw last.orElseThrow();
    }

    private static Masters told(RedisNode node) throws StoreFailure {
        TreeMap<Integer, HostAndPort> masters = new TreeMap<>();
        int covered = 0;
        for (Object each : (List<?>) node.ask(Command.CLUSTER, "SLOTS")) {
            List<?> range = (List<?>) each;
            int first = Math.toIntExact((Long) range.get(0));
            int last = Math.toIntExact((Long) range.get(1));
            List<?> master = (List<?>) range.get(2);
            String host = master.getFirst() == null ? "" : RedisNode.text(master.getFirst());
            // A node that does not know its own address means the one that it was asked at.
            host = host.isEmpty() || host.equals("?") ? node.address().getHost() : host;
            masters.put(first, new HostAndPort(host, Math.toIntExact((Long) master.get(1))));
            covered += last - first + 1;
        }
        if (covered != SLOTS) {
            throw StoreFailure.passing(
                    "the Redis cluster of " + node.address() + " has a master for " + covered + " of " + SLOTS
                            + " slots",
                    new IllegalStateException("slots without a master"));
        }
        return new Masters(masters);
    }

    List<HostAndPort> all() {
        return new ArrayList<>(new java.util.LinkedHashSet<>(byFirstSlot.values()));
    }

    HostAndPort of(byte[] key) {
        return byFirstSlot.floorEntry(JedisClusterCRC16.getSlot(key)).getValue();
    }
}
