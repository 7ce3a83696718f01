package dev.sluice.demo.router;

import java.util.Optional;
import java.util.UUID;

/**
 * The split in force and its entity tag. A tag is never used twice, not even by a router that restarted, because it
 * contains a random part chosen at start. Only the event loop writes; any thread may read.
 */
final class SplitRegister {
    private record Entry(long revision, Split split) {}

    private final String life = UUID.randomUUID().toString().substring(0, 8);
    private volatile Entry entry = new Entry(0, Split.ALL_STABLE);

    Split split() {
        return entry.split();
    }

    /** Grows with every replacement. */
    long revision() {
        return entry.revision();
    }

    String etag() {
        return "\"" + life + "-" + entry.revision() + "\"";
    }

    /** Replaces the split if {@code ifMatch}, an If-Match header, names the present tag; otherwise changes nothing. */
    Optional<Split> replace(String ifMatch, Split next) {
        if (!names(ifMatch)) {
            return Optional.empty();
        }
        entry = new Entry(entry.revision() + 1, next);
        return Optional.of(next);
    }

    private boolean names(String ifMatch) {
        for (String tag : ifMatch.split(",")) {
            if (tag.strip().equals("*") || tag.strip().equals(etag())) {
                return true;
            }
        }
        return false;
    }
}
