package dev.sluice.system;

import dev.sluice.local.FreePorts;

/** Free loopback ports. */
public final class Ports {
    /** The four services, and room for a second instance of each, ten above. */
    private static final int BLOCK = 14;

    private Ports() {}

    public static int free() {
        return FreePorts.inARow(1);
    }

    /** The first of 14 free ports side by side. */
    public static int freeBlock() {
        return FreePorts.inARow(BLOCK);
    }
}
