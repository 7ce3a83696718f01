package dev.sluice.traffic.haproxy;

import dev.sluice.traffic.port.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * What one line of commands returned.
 *
 * @param answers the replies to the line's own commands, before the reads
 * @param entries the map's entries, where the plan names a map
 * @param layout the replies to the layout's reads, for the layout to parse
 */
record Reading(List<String> answers, Optional<MapEntries> entries, List<String> layout) {
    boolean latched() {
        return entries.filter(MapEntries::latched).isPresent();
    }

    String latchText() {
        return entries.map(MapEntries::latchText).orElse(MapEntries.OPEN);
    }

    Optional<Stamp> latch() {
        return entries.flatMap(MapEntries::latch);
    }

    Optional<Stamp> stamp() {
        return entries.flatMap(MapEntries::stamp);
    }

    boolean headerOn() {
        return entries.filter(MapEntries::headerOn).isPresent();
    }
}
