package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;

/**
 * Which fields of an object send traffic where. Pure: nothing is asked, and what is given is never changed. All other
 * fields stay as they are, and what is done twice is the same as done once.
 */
public interface Shape {
    /**
     * The candidate's share of what goes to stable and candidate, as the object has it, whatever its annotation says.
     * Where several routes disagree it is the share that is furthest from the one that was written last.
     */
    Weight share(ObjectNode object, Weight written) throws Refused;

    /** Whether some requests go to the candidate whatever its share: those with a header or a cookie. */
    boolean open(ObjectNode object) throws Refused;

    /** The object with the split. Refused when it lacks what a split needs; the message says what to add. */
    ObjectNode split(ObjectNode object, Split split) throws Refused;

    /** The object with everything on stable. Refused only where nothing leads to stable or candidate. */
    ObjectNode restored(ObjectNode object) throws Refused;
}
