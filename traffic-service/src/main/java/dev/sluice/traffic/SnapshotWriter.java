package dev.sluice.traffic;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps {@code sluice.targets}: where a reader that comes later begins. Written in the journal's order by the owner of a
 * partition, whenever a target's reading place changed.
 */
@ApplicationScoped
public class SnapshotWriter {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private final Outbox outbox;
    private final Loop loop;
    private final Codec codec = new Codec("traffic-service");
    private final Map<Target, Long> written = new HashMap<>();

    @Inject
    SnapshotWriter(Outbox outbox, Loop loop) {
        this.outbox = outbox;
        this.loop = loop;
    }

    /** Called for each accepted record of a target that this instance acts for. */
    void read(TargetState state, boolean opensOrEnds) {
        if (opensOrEnds || state.open().isEmpty()) {
            write(state);
        }
    }

    /** Called for each target of a partition that was taken over. */
    void write(TargetState state) {
        if (written.getOrDefault(state.target(), -1L) >= state.covers()
                || state.gate().last().isEmpty()) {
            return;
        }
        written.put(state.target(), state.covers());
        EventId id = new EventId("snapshot/" + state.target() + "/" + state.covers());
        outbox.send(codec.encode(id, state.target(), state.snapshot()), Optional.empty())
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        loop.after(RETRY, () -> {
                            written.remove(state.target());
                            write(state);
                        });
                    }
                });
    }
}
