package dev.sluice.simulation.process;

import dev.sluice.events.measure.Measurement;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.WireTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The fold of the product, each answer of which is kept: it is pure, and eight processes ask the same. Steps are found by
 * the very objects that they were made of.
 */
public final class Folds {
    private static final String PULSE =
            WireTypes.of(new Measurement.Pulse(0, List.of())).name();

    private record Known(TargetState before, Fold.Step step) {}

    private final Map<ConsumerRecord<byte[], byte[]>, List<Known>> known = new HashMap<>();

    private final Map<ConsumerRecord<byte[], byte[]>, Optional<Measurement.Pulse>> pulses = new HashMap<>();

    private final Map<Target, TargetState> unknown = new HashMap<>();

    /** A target of which nothing was read. */
    public TargetState unknown(Target target) {
        return unknown.computeIfAbsent(target, TargetState::unknown);
    }

    /** The pulse that a measurement is, if it is one. */
    public Optional<Measurement.Pulse> pulse(ConsumerRecord<byte[], byte[]> record) {
        return pulses.computeIfAbsent(record, Folds::decoded);
    }

    private static Optional<Measurement.Pulse> decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            Headers headers = Headers.of(record);
            return headers.type().equals(PULSE)
                    ? Codec.decode(headers, record).map(Measurement.Pulse.class::cast)
                    : Optional.empty();
        } catch (Poison e) {
            throw new IllegalStateException("a measurement can't be read", e);
        }
    }

    /** The step from this state by this record. */
    @SuppressWarnings("ReferenceEquality")
    public Fold.Step read(TargetState before, ConsumerRecord<byte[], byte[]> record) {
        List<Known> steps = known.computeIfAbsent(record, each -> new ArrayList<>(2));
        for (Known each : steps) {
            if (each.before() == before) {
                return each.step();
            }
        }
        Fold.Step step = Fold.read(before, record);
        steps.add(new Known(before, step));
        return step;
    }
}
