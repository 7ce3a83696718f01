package dev.sluice.simulation.invariant;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.RouterChange;
import java.util.Optional;

/** No router is given a higher share that its writer has not read in the journal as the intent of that rollout. */
public final class OnlyWhatTheJournalAsksFor implements Invariant {
    @Override
    public Optional<String> routed(Truth truth, RouterChange change) {
        if (!change.rises() || change.stamp().isEmpty() || change.call().isEmpty()) {
            return Optional.empty();
        }
        Call call = change.call().get();
        boolean asked = truth.history().stream()
                .filter(written ->
                        call.knew(written.record().partition(), written.record().offset()))
                .flatMap(written -> written.step().recorded().stream())
                .anyMatch(recorded -> recorded.event() instanceof Lifecycle.StageStarted started
                        && started.rollout().equals(change.stamp().get().rollout())
                        && started.weight().equals(change.after()));
        return asked
                ? Optional.empty()
                : Optional.of(change.router().name() + " was given " + change.after() + " by "
                        + call.caller().name() + ", which has read of no such intent");
    }
}
