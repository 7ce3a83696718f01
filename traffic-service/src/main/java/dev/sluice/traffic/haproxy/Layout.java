package dev.sluice.traffic.haproxy;

import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed.Counts;
import dev.sluice.traffic.port.RouterFailure.Refused;
import java.util.List;
import java.util.Optional;

/** How the configuration keeps the split. Everything here is commands and replies; none of it talks to HAProxy. */
sealed interface Layout permits WeightLayout, PercentLayout {
    List<String> backends();

    /** The writes of a shift for people, without knowing what stands there. Refused when it can't be kept exactly. */
    List<String> writes(Weight candidate) throws Refused;

    List<String> reads();

    /** Refuses a configuration that lacks what the plan names, and lists what it has. */
    void namesExist(Reading reading) throws Refused;

    /** The candidate's share as set, whatever the latch says. */
    Weight share(Reading reading) throws Refused;

    Counts counts(Reading reading) throws Refused;

    /** Commands in an order of which every prefix is safe: never a higher share than the old and the new one, never 503. */
    List<String> shift(Weight candidate, Reading now) throws Refused;

    /** Commands that give stable everything, in a safe order; needs no more than the map's entries. */
    List<String> restore(Optional<MapEntries> entries);

    /** How many connections to the candidate's servers are in use. */
    long open(Reading reading) throws Refused;

    /** Whether it is as a restore leaves it, the latch aside. */
    boolean closed(Reading reading) throws Refused;

    /** Commands that end all of them. */
    List<String> sever(Reading reading) throws Refused;

    void verifyShift(Weight candidate, Reading after) throws Refused;

    void verifyRestore(Reading after) throws Refused;
}
