package dev.sluice.chassis;

import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The journal's read side: what this instance has read so far. Safe to ask from any thread; states are immutable. */
public interface Reader {
    Collection<TargetState> states();

    Optional<TargetState> state(Target target);

    /** The target whose open, waiting or recent rollouts include this one. */
    Optional<TargetState> owning(RolloutId rollout);

    /** The partition of a target's records. */
    int partition(Target target);

    /** The journal's time in a partition: its newest append time, plus the monotonic time since it was read. */
    Instant now(int partition);

    /** Whether everything that stood in the journal when this instance started has been read. */
    boolean caughtUp();
}
