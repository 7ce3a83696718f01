package dev.sluice.simulation.invariant;

import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.journal.Lifecycle;
import java.util.Optional;

/** A command that was accepted over HTTP (202) has its answer in the journal: what it did, or why it was refused. */
public final class AcceptedIsAnswered implements Invariant {
    @Override
    public Optional<String> ended(Truth truth) {
        return truth.acknowledged().stream()
                .filter(command -> !answered(truth, command))
                .findFirst()
                .map(command ->
                        command.id() + " " + command.command().getClass().getSimpleName()
                                + " was accepted, and the journal has no answer");
    }

    private static boolean answered(Truth truth, Commanded command) {
        return truth.history().stream().anyMatch(written -> written.step()
                .recorded()
                .filter(recorded -> recorded.event() instanceof Lifecycle event && answers(written, event, command))
                .isPresent());
    }

    private static boolean answers(Truth.Written written, Lifecycle event, Commanded command) {
        if (command.command() instanceof Command.Start start) {
            boolean began = event instanceof Lifecycle.RolloutRequested requested
                    && requested.startKey().equals(start.startKey())
                    && OneEnd.began(written, requested);
            boolean waits = event instanceof Lifecycle.RolloutQueued queued
                    && queued.startKey().equals(start.startKey());
            if (began || waits) {
                return true;
            }
        }
        return event.answers().filter(command.id()::equals).isPresent();
    }
}
