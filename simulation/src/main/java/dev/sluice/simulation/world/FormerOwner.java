package dev.sluice.simulation.world;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.wire.Codec;
import dev.sluice.simulation.broker.Broker;
import java.util.Optional;

/**
 * A former owner that was cut off between the two events of one decision: the first lost against its successor's event of
 * the same version, the second arrives now. Its version is the next one, so that only what it was decided on gives it away.
 */
final class FormerOwner {
    private final Codec codec = new Codec("former-owner");
    private final Broker broker;
    private boolean due;

    FormerOwner(Broker broker) {
        this.broker = broker;
    }

    /** The next event of a rollout is the one that it loses against. */
    void loses() {
        due = true;
    }

    /** Whether this event was the one. */
    boolean lostAgainst(TargetState after) {
        return due && after.open().isPresent();
    }

    /** The second event of its decision, in the moment in which the state is this. */
    void write(TargetState state) {
        if (!due || state.open().isEmpty()) {
            return;
        }
        due = false;
        RolloutState rollout = state.open().get();
        EventId lost = new EventId("former-owner/" + state.gate().version());
        Lifecycle second = new Lifecycle.SafetyNetUsed(
                rollout.id(), NetAction.RESTORE, NetReason.VERDICTS_STALE, "no verdict reached a former owner");
        Proposed proposed = Codec.propose(state.target(), state.gate().version() + 1, Optional.of(lost), second);
        broker.arrive(codec.encode(proposed));
    }
}
