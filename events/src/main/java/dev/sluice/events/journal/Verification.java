package dev.sluice.events.journal;

import dev.sluice.events.value.Require;

/** One thing that was verified after a switch: a router or an address, whether it was right, and what was seen. */
public record Verification(String what, boolean verified, String detail) {
    public Verification {
        Require.present("what", what);
        Require.present("detail", detail);
    }
}
