package dev.sluice.system.faults;

import java.util.Locale;

/** Where a rollout stands when the fault happens, in their order: those of the way up, the breach, and the way back. */
enum Phase {
    /** Requested, and the backup that the plan wants is being taken. The candidate is bad from its first request on. */
    BEFORE("before the first stage"),
    /** The second stage has started, and the router has not taken its share yet. The candidate goes bad with the fault. */
    MOVING("weights move"),
    /** A share is set and watched. The candidate goes bad with the fault. */
    OBSERVING("observing"),
    /** The journal has the breach, and the router still has the candidate's share. */
    BREACH("the breach"),
    /** A rollback is requested, and the router has not obeyed yet. */
    RESTORING("restoring"),
    /** The router has obeyed, and the public address is not verified yet. */
    VERIFYING("verifying"),
    /** The candidate's workload is to be shut down, and its supervisor has not answered yet. */
    SHUTDOWN("shutting down"),
    /** Writes are being paused, so that the data can be restored. */
    DATA("data");

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    /** As the table has it. */
    String title() {
        return title;
    }

    /** Whether the plan names data. */
    boolean hasStores() {
        return this == BEFORE || this == DATA;
    }

    /** As part of a target's name. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
