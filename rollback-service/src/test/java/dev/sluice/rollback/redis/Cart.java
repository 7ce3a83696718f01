package dev.sluice.rollback.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.commands.JedisCommands;

/** Keys of every type, small and large enough for either encoding. */
final class Cart {
    private Cart() {}

    static void fill(JedisCommands redis, BiConsumer<byte[], byte[]> binary) {
        for (int i = 0; i < 300; i++) {
            redis.set("text:" + i, "value " + i);
        }
        binary.accept(new byte[] {0, (byte) 0xff, '\r', '\n'}, new byte[] {(byte) 0xfe, 0, 1});
        redis.set("number", "12345");
        redis.set("", "an empty name");
        redis.set("{tag}a", "1");
        redis.setex("session", 3600, "expires");
        redis.hset("hash:expires", "a", "b");
        redis.expire("hash:expires", 3600);
        for (int i = 0; i < 5; i++) {
            redis.rpush("list:small", "same", "n" + i);
        }
        Map<String, Double> scores = new HashMap<>();
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            redis.rpush("list:large", "element " + i);
            redis.sadd("set:large", "member " + i);
            scores.put("member " + i, i / 3.0);
            fields.put("field " + i, "x".repeat(i % 100));
        }
        redis.zadd("zset:large", scores);
        redis.zadd("zset:small", 1.5, "a");
        redis.hset("hash:large", fields);
        redis.hset("hash:small", "f", "v");
        redis.sadd("set:numbers", "1", "2", "3");
        redis.sadd("set:small", "b", "a");
        for (int i = 1; i < 20; i++) {
            redis.xadd("stream", new StreamEntryID(i, 0), Map.of("n", Integer.toString(i)));
        }
        redis.xgroupCreate("stream", "readers", new StreamEntryID(5, 0), false);
    }

    static void spoil(JedisCommands redis) {
        redis.set("text:1", "spoiled");
        redis.del("text:2");
        redis.del("set:numbers");
        redis.set("set:numbers", "another type");
        redis.rpush("list:large", "one more");
        redis.persist("session");
        for (int i = 0; i < 50; i++) {
            redis.set("made since:" + i, "x");
        }
    }
}
