package dev.sluice.traffic.effects;

import dev.sluice.traffic.port.RouterFailure;
import java.util.Locale;
import java.util.Optional;

/** The fences that keep a write from a router, each counted. That one of them was needed is worth somebody's look. */
enum Barrier {
    /** A later owner has written there. */
    EPOCH,
    /** The router is latched on stable. */
    LATCH,
    /** The coordinator has not confirmed the ownership for a while: nothing is raised meanwhile. */
    OWNERSHIP;

    /** The one that this failure tells of. */
    static Optional<Barrier> of(RouterFailure failure) {
        return switch (failure) {
            case RouterFailure.Superseded f -> Optional.of(EPOCH);
            case RouterFailure.Latched f -> Optional.of(LATCH);
            default -> Optional.empty();
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
