package dev.sluice.health;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.Measurement.Pulse;
import dev.sluice.events.value.EventId;
import dev.sluice.events.wire.Codec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Sends a pulse for every partition that this instance acts for, on a period. While one of a partition is under way no
 * other is sent for it: a pulse that waited would tell of the past as if it were now.
 */
final class Pulses {
    private final Loop loop;
    private final Outbox outbox;
    private final Codec codec;
    private final Duration period;
    private final Supplier<Set<Integer>> acting;
    private final IntFunction<List<Beat>> beats;
    private final Set<Integer> underWay = new HashSet<>();
    private long count;

    Pulses(
            Loop loop,
            Outbox outbox,
            Codec codec,
            Duration period,
            Supplier<Set<Integer>> acting,
            IntFunction<List<Beat>> beats) {
        this.loop = loop;
        this.outbox = outbox;
        this.codec = codec;
        this.period = period;
        this.acting = acting;
        this.beats = beats;
    }

    /** Now, and from now on every period; for ever. */
    void tick() {
        loop.after(period, this::tick);
        count++;
        acting.get().forEach(this::send);
    }

    private void send(int partition) {
        if (!underWay.add(partition)) {
            return;
        }
        Pulse pulse = new Pulse(partition, beats.apply(partition));
        EventId id = new EventId("pulse/" + partition + "/" + count);
        outbox.send(codec.encode(id, partition, pulse), Optional.empty())
                .whenComplete((done, failure) -> loop.post(() -> underWay.remove(partition)));
    }
}
