package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.RolloutId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Every start that was accepted ends in exactly one terminal state. */
public final class OneEnd implements Invariant {
    private final Map<RolloutId, Integer> ends = new LinkedHashMap<>();

    static boolean ends(Lifecycle event) {
        return event instanceof Lifecycle.RolloutCompleted
                || event instanceof Lifecycle.RolloutAborted
                || event instanceof Lifecycle.RolloutRolledBack
                || event instanceof Lifecycle.RolloutFailed;
    }

    @Override
    public Optional<String> written(Truth truth, Truth.Written written) {
        return written.step().recorded().flatMap(recorded -> switch (recorded.event()) {
            case Lifecycle.RolloutRequested e -> {
                if (began(written, e)) {
                    ends.putIfAbsent(e.rollout(), 0);
                }
                yield Optional.empty();
            }
            case Lifecycle.RolloutQueued e -> {
                ends.putIfAbsent(e.rollout(), 0);
                yield Optional.empty();
            }
            case Lifecycle e
            when ends(e) && counts(written.before(), written.step().state(), e.rollout()) ->
                ends.merge(e.rollout(), 1, Integer::sum) > 1
                        ? Optional.of(e.rollout() + " ended a second time: " + e)
                        : Optional.empty();
            default -> Optional.empty();
        });
    }

    /** What is void has begun nothing. */
    static boolean began(Truth.Written written, Lifecycle.RolloutRequested requested) {
        return written.step()
                .state()
                .open()
                .filter(open -> open.id().equals(requested.rollout()))
                .isPresent();
    }

    /** What is void has ended nothing. */
    private static boolean counts(TargetState before, TargetState after, RolloutId rollout) {
        return before.open().filter(open -> open.id().equals(rollout)).isEmpty()
                || after.open().filter(open -> open.id().equals(rollout)).isEmpty();
    }

    @Override
    public Optional<String> ended(Truth truth) {
        return ends.entrySet().stream()
                .filter(each -> each.getValue() != 1)
                .findFirst()
                .map(each -> each.getKey() + " has " + each.getValue() + " ends; "
                        + truth.states().stream()
                                .flatMap(state -> state.open().stream())
                                .map(open -> open.phase().toString())
                                .toList());
    }
}
