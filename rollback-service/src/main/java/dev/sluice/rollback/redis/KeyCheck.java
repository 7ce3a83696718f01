package dev.sluice.rollback.redis;

import dev.sluice.events.journal.Verification;
import dev.sluice.rollback.port.StoreFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Compares keys on a server with those of an archive, one by one. A key that expires may be gone when its time has come,
 * and no other.
 */
final class KeyCheck {
    private static final long CLOCK_MS = 1_000;
    private final AtomicLong equal = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    void compare(Keyspace keyspace, List<StoredKey> expected) throws StoreFailure {
        List<byte[]> keys = expected.stream().map(StoredKey::key).toList();
        Map<String, StoredKey> found = new HashMap<>();
        keyspace.read(new ArrayList<>(keys)).forEach(each -> found.put(name(each.key()), each));
        for (StoredKey each : expected) {
            StoredKey there = found.get(name(each.key()));
            if (there == null) {
                // The server's seconds are cut off, so it is up to one later than told.
                if (!each.expires() || each.expiresAt() > keyspace.time() + CLOCK_MS) {
                    throw StoreFailure.lasting("not verified: key " + shown(each) + " is missing");
                }
                expired.incrementAndGet();
            } else if (there.print() != each.print() || Math.abs(there.expiresAt() - each.expiresAt()) > CLOCK_MS) {
                throw StoreFailure.lasting("not verified: key " + shown(each) + " is not what was backed up");
            } else {
                equal.incrementAndGet();
            }
        }
    }

    /** How many keys may be there. */
    long equal() {
        return equal.get();
    }

    List<Verification> verified(String where) {
        String gone = expired.get() == 0 ? "" : "; " + expired.get() + " have expired since the backup";
        return List.of(
                new Verification("keys of " + where, true, equal.get() + " keys read back and equal" + gone),
                new Verification("other keys of " + where, true, "none"));
    }

    private static String name(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }

    private static String shown(StoredKey key) {
        String name = new String(key.key(), StandardCharsets.UTF_8);
        return "'" + (name.length() > 60 ? name.substring(0, 60) + "…" : name) + "'";
    }
}
