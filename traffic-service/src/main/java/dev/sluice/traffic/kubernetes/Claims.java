package dev.sluice.traffic.kubernetes;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.RolloutId;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** The stamp of the rollout that wrote to an object last, in its annotations. */
final class Claims {
    static final String ROLLOUT = "sluice.dev/rollout";
    static final String VERSION = "sluice.dev/version";
    static final String EPOCH = "sluice.dev/epoch";

    private Claims() {}

    /** A claim that can't be read is refused: nobody could tell whether it is a later rollout's. */
    static Optional<Stamp> of(HasMetadata object) throws Refused {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        if (annotations == null || !annotations.containsKey(ROLLOUT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Stamp(
                    new RolloutId(annotations.get(ROLLOUT)),
                    Long.parseLong(annotations.getOrDefault(VERSION, "")),
                    Integer.parseInt(annotations.getOrDefault(EPOCH, "0"))));
        } catch (Refusal | NumberFormatException e) {
            throw new Refused("%s %s has annotations that can't be read as a rollout's claim (%s: %s, %s: %s)"
                    .formatted(
                            object.getKind(),
                            object.getMetadata().getName(),
                            ROLLOUT,
                            Refusal.shown(annotations.get(ROLLOUT)),
                            VERSION,
                            Refusal.shown(annotations.get(VERSION))));
        }
    }

    static Map<String, String> annotations(Stamp stamp) {
        return Map.of(
                ROLLOUT,
                stamp.rollout().text(),
                VERSION,
                String.valueOf(stamp.version()),
                EPOCH,
                String.valueOf(stamp.epoch()));
    }
}
