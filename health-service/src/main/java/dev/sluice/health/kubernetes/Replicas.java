package dev.sluice.health.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.value.Unit;
import dev.sluice.events.value.Unit.Dimension;
import dev.sluice.health.domain.Sample;
import java.time.Instant;
import java.util.Optional;

/** What the status of a Deployment or StatefulSet says of its replicas. */
record Replicas(int wanted, int standing, int newest, int ready, boolean ofNewestSpec) {
    static Replicas of(JsonNode object) {
        JsonNode status = object.path("status");
        return new Replicas(
                object.at("/spec/replicas").asInt(1),
                status.path("replicas").asInt(0),
                status.path("updatedReplicas").asInt(0),
                status.path("readyReplicas").asInt(0),
                status.path("observedGeneration").asLong(0)
                        >= object.at("/metadata/generation").asLong(0));
    }

    /**
     * The status does not say of which template those are that are ready. Those of an older one may all be, so they are
     * taken off: what is left is ready for certain.
     */
    int readyOfNewest() {
        return Math.clamp((long) ready - (standing - newest), 0, newest);
    }

    Sample sample(Unit unit, Instant at) {
        if (!ofNewestSpec) {
            return new Sample.NoData("its controller has not seen its newest spec so far");
        }
        Optional<String> words = Optional.of(
                readyOfNewest() + " of " + wanted + " ready" + (standing > newest ? ", older ones not counted" : ""));
        if (unit.dimension() == Dimension.COUNT) {
            return new Sample.Value(unit.fromBase(readyOfNewest()), at, words);
        }
        return wanted == 0
                ? new Sample.NoData("it wants no replicas, so there is no share")
                : new Sample.Value(unit.fromBase(Math.min(1, (double) readyOfNewest() / wanted)), at, words);
    }
}
