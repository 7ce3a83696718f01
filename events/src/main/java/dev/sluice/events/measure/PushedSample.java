package dev.sluice.events.measure;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Require;
import java.time.Instant;

/**
 * A sample that an application publishes on {@code sluice.metrics}, keyed by its target.
 *
 * @param at when it was measured, by the application's clock
 * @param version the version of the application that it was measured on; only the candidate's are judged
 */
public record PushedSample(Name metric, String version, Quantity value, Instant at) {
    public PushedSample {
        Require.present("metric", metric);
        Require.text("version", version);
        Require.present("value", value);
        Require.present("at", at);
    }
}
