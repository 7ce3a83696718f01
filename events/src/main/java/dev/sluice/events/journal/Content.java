package dev.sluice.events.journal;

import dev.sluice.events.value.Require;

/**
 * One part of what a store holds, counted and summed up: the same rows, keys or files have the same checksum in whatever
 * order they come.
 *
 * @param what the part, such as {@code table public.orders}, {@code keys} or {@code file /etc/app/agents.yaml}
 * @param count how many rows, keys, files or values it holds
 * @param checksum over all of them, as text
 */
public record Content(String what, long count, String checksum) {
    public Content {
        Require.text("what", what);
        Require.that(count >= 0, "count", "expected zero or more");
        Require.text("checksum", checksum);
    }
}
