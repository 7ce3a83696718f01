package dev.sluice.rollback.redis;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A set of keys that takes 32 bytes a key however long they are: it knows 128 bits of their hash, of which no two keys
 * that anybody has are the same. Safe for several threads.
 */
final class KeySet {
    private static final int FIRST = 1 << 12;
    private long[] slots = new long[2 * FIRST];
    private int size;

    /** Whether it was not there before. */
    synchronized boolean add(byte[] key) {
        if (2 * size >= slots.length / 2) {
            grow();
        }
        long[] hash = hash(key);
        int slot = find(slots, hash[0], hash[1]);
        if (slots[slot] != 0) {
            return false;
        }
        slots[slot] = hash[0];
        slots[slot + 1] = hash[1];
        size++;
        return true;
    }

    synchronized boolean contains(byte[] key) {
        long[] hash = hash(key);
        return slots[find(slots, hash[0], hash[1])] != 0;
    }

    private void grow() {
        long[] old = slots;
        long[] larger = new long[Math.multiplyExact(old.length, 2)];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int slot = find(larger, old[i], old[i + 1]);
                larger[slot] = old[i];
                larger[slot + 1] = old[i + 1];
            }
        }
        slots = larger;
    }

    /** Where it is, or would be. */
    private static int find(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int at = (int) (low >>> 16) & mask;
        while (slots[2 * at] != 0 && !(slots[2 * at] == high && slots[2 * at + 1] == low)) {
            at = (at + 1) & mask;
        }
        return 2 * at;
    }

    private static long[] hash(byte[] key) {
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), 2 * Long.BYTES));
            long high = hash.getLong();
            // 0 marks a slot that is free.
            return new long[] {high == 0 ? 1 : high, hash.getLong()};
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
