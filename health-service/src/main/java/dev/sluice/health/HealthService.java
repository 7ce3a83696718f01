package dev.sluice.health;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.Service;
import dev.sluice.events.measure.Measurement.Beat;
import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.health.config.HealthConfig;
import dev.sluice.health.port.MetricSources;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The handler: keeps a watch over every open rollout of the partitions that it acts for. Level-triggered: after each
 * record and each change of owner it looks at the state as it is, so nothing depends on having seen how it came about.
 */
@ApplicationScoped
public class HealthService implements Service {
    private final Loop loop;
    private final Reader reader;
    private final Ownership ownership;
    private final Surroundings around;
    private final Followed followed;
    private final Pulses pulses;
    private final Map<Target, RolloutWatch> watches = new HashMap<>();

    @Inject
    public HealthService(
            Loop loop,
            Journal journal,
            Reader reader,
            Ownership ownership,
            Outbox outbox,
            Codec codec,
            InstantSource clock,
            MetricSources sources,
            Evaluations evaluations,
            Meters meters,
            HealthConfig config) {
        this.loop = loop;
        this.reader = reader;
        this.ownership = ownership;
        this.around = new Surroundings(loop, journal, reader, clock, sources, evaluations, meters, config);
        this.followed = new Followed(reader);
        this.pulses = new Pulses(loop, outbox, codec, config.pulse(), ownership::acting, this::beats);
    }

    void start(@Observes StartupEvent event) {
        begin();
    }

    public void begin() {
        loop.post(pulses::tick);
    }

    @Override
    public void onJournal(Fold.Step step, ConsumerRecord<byte[], byte[]> record) {
        followed.read(record);
        if (ownership.acts(record.partition())) {
            look(step.state(), record.partition());
        }
    }

    @Override
    public void onOwned(int partition) {
        reader.states().stream()
                .filter(state -> reader.partition(state.target()) == partition)
                .forEach(state -> look(state, partition));
    }

    @Override
    public void onLost(int partition) {
        watches.values().removeIf(watch -> {
            boolean lost = watch.partition() == partition;
            if (lost) {
                watch.close();
            }
            return lost;
        });
        around.meters().observed(watches.size());
    }

    @Override
    public CompletionStage<Void> onOwnedRecord(ConsumerRecord<byte[], byte[]> record) {
        return followed.until(record);
    }

    /** A sample arrived; from any thread. */
    public void pushed(Target target, PushedSample sample, Instant readAt, Optional<String> cause) {
        loop.post(() -> {
            RolloutWatch watch = watches.get(target);
            if (watch != null) {
                watch.pushed(sample, readAt, cause);
            }
        });
    }

    private void look(TargetState state, int partition) {
        Optional<RolloutState> open = state.open().filter(RolloutState::goingUp);
        Optional.ofNullable(watches.get(state.target()))
                .filter(known -> open.filter(rollout -> rollout.id().equals(known.rollout()))
                        .isEmpty())
                .ifPresent(over -> {
                    over.close();
                    watches.remove(state.target());
                });
        open.ifPresent(rollout -> watches.computeIfAbsent(
                        state.target(), target -> new RolloutWatch(around, state, rollout, partition))
                .look(state));
        around.meters().observed(watches.size());
    }

    private List<Beat> beats(int partition) {
        return watches.values().stream()
                .filter(watch -> watch.partition() == partition)
                .flatMap(watch -> watch.beat().stream())
                .toList();
    }
}
