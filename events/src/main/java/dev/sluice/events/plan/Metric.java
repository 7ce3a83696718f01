package dev.sluice.events.plan;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Unit;

/** A number that says how the candidate does: where it comes from, how it is read, and the unit the source gives it in. */
public record Metric(Name name, Name source, Unit unit, Reading read) {
    public Metric {
        Require.present("name", name);
        Require.present("source", source);
        Require.present("unit", unit);
        Require.present("read", read);
    }
}
