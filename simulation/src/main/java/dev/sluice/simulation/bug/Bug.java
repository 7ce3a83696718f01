package dev.sluice.simulation.bug;

import dev.sluice.simulation.process.Seams;
import java.util.Locale;

/** A bug that can be put in. */
public enum Bug {
    /** Readers take lifecycle events whatever version they have. */
    NO_VERSION_CHECK,
    /** Readers take lifecycle events of the next version, whatever they were decided on. */
    NO_AFTER_CHECK,
    /** traffic-service shifts when it has sent its intent, not when it has read it. */
    ACTS_BEFORE_READING_BACK,
    /** A router is not restored before those that come first in the plan answer. */
    RESTORE_WAITS,
    /** A router that forgot its restore gets back what it had before. */
    MENDS_UPWARD;

    /** What the bug does at the seams of a world: new ones for each. */
    public Seams seams() {
        return switch (this) {
            case NO_VERSION_CHECK -> new OpenGate(false);
            case NO_AFTER_CHECK -> new OpenGate(true);
            case ACTS_BEFORE_READING_BACK -> new HastyEffects();
            case RESTORE_WAITS -> new WaitingRestores();
            case MENDS_UPWARD -> new UpwardMends();
        };
    }

    /** By its name, in any case. */
    public static Bug named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
