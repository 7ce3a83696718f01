package dev.sluice.chassis;

import java.time.Duration;
import java.util.Set;

/** Which partitions this instance acts for. */
public interface Ownership {
    /** Owned by this instance, and the journal of the partition was caught up after it was taken over. */
    boolean acts(int partition);

    Set<Integer> acting();

    /** The epoch of this instance as an owner: higher than that of every earlier owner of its partitions. */
    int epoch();

    /** Time since the group's coordinator last confirmed that this instance is the partition's owner. */
    Duration sinceConfirmed(int partition);
}
