package dev.sluice.simulation.bug;

import dev.sluice.chassis.Journal;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.wire.Codec;
import dev.sluice.simulation.process.Process;
import dev.sluice.simulation.process.Seams;
import dev.sluice.traffic.effects.Effects;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** An owner that carries out an intent as soon as it has sent it. */
final class HastyEffects implements Seams {
    private static final Codec CODEC = new Codec("traffic-service");

    @Override
    public Journal journal(Process process, Journal journal, Effects effects) {
        return (events, cause) -> {
            hurry(process, events, effects);
            return journal.append(events, cause);
        };
    }

    private static void hurry(Process process, List<Proposed> events, Effects effects) {
        if (events.stream().noneMatch(each -> each.event() instanceof Lifecycle.StageStarted)) {
            return;
        }
        process.state(events.getFirst().target()).ifPresent(known -> {
            TargetState state = known;
            int partition = process.partition(known.target());
            for (Proposed event : events) {
                state = Fold.read(state, record(CODEC.encode(event), partition, state.covers() + 1, process))
                        .state();
            }
            effects.keepUp(state, partition, (target, input) -> {});
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(
            ProducerRecord<byte[], byte[]> sent, int partition, long offset, Process process) {
        return new ConsumerRecord<>(
                sent.topic(),
                partition,
                offset,
                process.now(partition).toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                sent.key().length,
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
