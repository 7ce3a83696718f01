package dev.sluice.events.journal;

import dev.sluice.events.value.Requester;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Target;
import java.time.Instant;

/** Nothing moves up: on whose word, and since when. */
public record Freeze(Requester by, Instant since) {
    /** The reserved target whose freeze is a freeze of all; no application has this name. */
    public static final Target EVERYTHING = Target.parse("sluice/all");

    public Freeze {
        Require.present("by", by);
        Require.present("since", since);
    }
}
