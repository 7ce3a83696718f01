package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.List;
import java.util.Optional;

/** The part of an object that one router of a plan splits: where it is found, and how its writes read. Pure. */
public interface Place {
    /** Reads one object; empty where there is none. */
    @FunctionalInterface
    interface Reader {
        Optional<ObjectNode> read(ObjectRef ref) throws RouterFailure;
    }

    /** A request that has to be allowed. */
    record Access(String verb, ObjectRef object) {}

    /** A second object, which has to follow the split and whose state no restore waits for. */
    interface Beside {
        ObjectRef ref();

        /** The object as the split asks for; a changed copy, or what was given. */
        ObjectNode with(ObjectNode object, Split split) throws Refused;

        /** The object without anything of ours. */
        ObjectNode without(ObjectNode object);
    }

    /** The object that the plan names. */
    ObjectRef home();

    /** By which the annotation tells this part from others of the same object. */
    String part();

    /**
     * The object that is split, which may be another than the one that the plan names.
     *
     * @throws RouterFailure what the reader throws, and refused when there is no object, or there are several
     */
    Standing find(Reader reader) throws RouterFailure;

    /** Why this split can never be written here, whatever the object looks like. */
    Optional<String> obstacle(Split split);

    /** What a shift writes, one line each as an operator knows it. */
    List<String> writes(Split split);

    /** What has to be allowed, for a shift and a restore. */
    List<Access> needs();

    default Optional<Beside> beside() {
        return Optional.empty();
    }
}
