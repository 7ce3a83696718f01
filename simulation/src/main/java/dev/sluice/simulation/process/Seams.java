package dev.sluice.simulation.process;

import dev.sluice.chassis.Journal;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.traffic.effects.Effects;
import dev.sluice.traffic.port.TrafficRouter;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a bug can be put between a service and what it stands on. A sound world leaves everything as it is. */
public interface Seams {
    /** The journal of traffic-service. */
    default Journal journal(Process process, Journal journal, Effects effects) {
        return journal;
    }

    /** How a process reads a record of the journal. */
    default Fold.Step read(Folds folds, TargetState before, ConsumerRecord<byte[], byte[]> record) {
        return folds.read(before, record);
    }

    /** The way of a process to one of the routers. */
    default TrafficRouter router(
            VirtualRouter router, List<VirtualRouter> all, TrafficRouter way, Supplier<Call> current) {
        return way;
    }

    /** Nothing is wrong. */
    Seams SOUND = new Seams() {};
}
