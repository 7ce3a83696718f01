package dev.sluice.rollback.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * 64 bits of what a key means: of a list and a stream in their order, of a set, a hash and a sorted set in any, since
 * their order is the encoding's. DUMP's own bytes differ between two servers that hold the same.
 */
final class Prints {
    private Prints() {}

    static long of(byte[] key, String type, boolean expires, List<?> reads, byte[] dump) {
        long value =
                switch (type) {
                    case "set" -> sum(list(reads), 1);
                    case "hash", "zset" -> sum(list(reads), 2);
                    case "string", "list", "stream" -> ordered(reads);
                    // A module's type has no way of its own to be read in general.
                    default -> hash(dump);
                };
        MessageDigest digest = sha256();
        part(digest, key);
        part(digest, type.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) (expires ? 1 : 0));
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return first(digest);
    }

    private static List<?> list(List<?> reads) {
        return (List<?>) reads.getFirst();
    }

    private static long sum(List<?> elements, int together) {
        long sum = elements.size();
        for (int i = 0; i + together <= elements.size(); i += together) {
            MessageDigest digest = sha256();
            for (int j = 0; j < together; j++) {
                add(digest, elements.get(i + j));
            }
            sum += first(digest);
        }
        return sum;
    }

    private static long ordered(Object answer) {
        MessageDigest digest = sha256();
        add(digest, answer);
        return first(digest);
    }

    private static long hash(byte[] bytes) {
        MessageDigest digest = sha256();
        part(digest, bytes);
        return first(digest);
    }

    private static void add(MessageDigest digest, Object answer) {
        switch (answer) {
            case List<?> list -> {
                digest.update(ByteBuffer.allocate(1 + Integer.BYTES)
                        .put((byte) 1)
                        .putInt(list.size())
                        .array());
                list.forEach(each -> add(digest, each == null ? "" : each));
            }
            case byte[] bytes -> part(digest, bytes);
            default -> part(digest, String.valueOf(answer).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void part(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static long first(MessageDigest digest) {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
