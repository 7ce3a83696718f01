package dev.sluice.simulation.invariant;

import dev.sluice.events.story.Fold;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Topics;
import dev.sluice.simulation.broker.Log;
import dev.sluice.simulation.process.Process;
import java.util.Optional;

/** Two replays of a journal agree, and so does every process that has read all of it, wherever it began. */
public final class ReadersAgree implements Invariant {
    @Override
    public Optional<String> ended(Truth truth) {
        for (TargetState state : truth.states()) {
            Optional<String> wrong = replayed(truth, state).or(() -> read(truth, state));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> replayed(Truth truth, TargetState state) {
        TargetState again = TargetState.unknown(state.target());
        for (Truth.Written written : truth.history()) {
            if (written.before().target().equals(state.target())) {
                again = Fold.read(again, written.record()).state();
            }
        }
        return again.equals(state) ? Optional.empty() : Optional.of("a replay of " + state.target() + " differs");
    }

    private static Optional<String> read(Truth truth, TargetState state) {
        Target target = state.target();
        return truth.processes().stream()
                .filter(Process::awake)
                .filter(process -> readAll(truth, process, target))
                .filter(process -> process.state(target)
                        .filter(known -> same(known, state))
                        .isEmpty())
                .findFirst()
                .map(process -> process.name() + " has read all of " + target + " as " + words(process, target)
                        + ", and the journal says version " + state.gate().version() + " of "
                        + state.open().map(RolloutState::phase));
    }

    private static String words(Process process, Target target) {
        return process.state(target)
                .map(known -> "version " + known.gate().version() + " of "
                        + known.open().map(RolloutState::phase))
                .orElse("nothing");
    }

    private static boolean readAll(Truth truth, Process process, Target target) {
        int partition = process.partition(target);
        Log log = truth.broker().log(Topics.ROLLOUTS, partition);
        return process.caughtUp() && process.hasRead(partition) == log.size();
    }

    private static boolean same(TargetState one, TargetState other) {
        return one.gate().equals(other.gate())
                && one.open().equals(other.open())
                && one.queue().equals(other.queue())
                && one.frozen().equals(other.frozen())
                && one.covers() == other.covers();
    }
}
