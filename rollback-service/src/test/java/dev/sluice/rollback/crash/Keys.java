package dev.sluice.rollback.crash;

import dev.sluice.rollback.live.RedisProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** Keys of several types, in one server or in a cluster. */
final class Keys {
    private Keys() {}

    static void write(List<RedisProcess> nodes, int count) {
        try (UnifiedJedis client = client(nodes);
                AbstractPipeline pipeline = client.pipelined()) {
            for (int i = 0; i < count; i++) {
                switch (i % 4) {
                    case 0 -> pipeline.set("text:" + i, "value " + i);
                    case 1 -> pipeline.hset("hash:" + i, fields(i));
                    case 2 -> pipeline.rpush("list:" + i, "a", "b", Integer.toString(i));
                    default -> pipeline.sadd("set:" + i, "x", "y", Integer.toString(i));
                }
                if (i % 1_000 == 0) {
                    pipeline.sync();
                }
            }
            pipeline.setex("session", 36_000, "expires");
        }
    }

    static void spoil(List<RedisProcess> nodes) {
        try (UnifiedJedis client = client(nodes);
                AbstractPipeline pipeline = client.pipelined()) {
            for (int i = 0; i < 400; i += 4) {
                pipeline.set("text:" + i, "spoiled");
                pipeline.del("hash:" + (i + 1));
                pipeline.set("made since:" + i, "x");
            }
        }
    }

    private static Map<String, String> fields(int number) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            fields.put("field" + i, "value " + number);
        }
        return fields;
    }

    private static UnifiedJedis client(List<RedisProcess> nodes) {
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .password(RedisProcess.PASSWORD)
                .build();
        HostAndPort first = new HostAndPort("127.0.0.1", nodes.getFirst().port());
        return nodes.size() > 1
                ? RedisClusterClient.builder()
                        .nodes(Set.of(first))
                        .clientConfig(config)
                        .build()
                : RedisClient.builder().hostAndPort(first).clientConfig(config).build();
    }
}
