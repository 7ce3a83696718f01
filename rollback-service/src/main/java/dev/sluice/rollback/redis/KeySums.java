package dev.sluice.rollback.redis;

import dev.sluice.events.journal.Content;
import java.util.List;

/** Counts keys and sums up their prints, in whatever order they come; those that expire apart from the others. */
final class KeySums {
    private long keys;
    private long prints;
    private long expiring;
    private long expiringPrints;

    synchronized void add(StoredKey key) {
        if (key.expires()) {
            expiring++;
            expiringPrints += key.print();
        } else {
            keys++;
            prints += key.print();
        }
    }

    synchronized List<Content> contents() {
        return List.of(
                new Content("keys", keys, Long.toHexString(prints)),
                new Content("keys that expire", expiring, Long.toHexString(expiringPrints)));
    }
}
