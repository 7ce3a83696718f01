package dev.sluice.simulation.world;

import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.simulation.invariant.Truth;
import dev.sluice.simulation.process.Ground;
import dev.sluice.simulation.process.Kind;
import dev.sluice.simulation.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who asks for things over HTTP: of any traffic-service that answers, again until it is told that the broker has the
 * command, under the same id.
 */
final class Pipeline {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private final Ground ground;
    private final Truth truth;
    private final Codec codec = new Codec("http");
    private int asked;
    private int waiting;

    Pipeline(Ground ground, Truth truth) {
        this.ground = ground;
        this.truth = truth;
    }

    /** How many commands are not acknowledged so far. */
    int waiting() {
        return waiting;
    }

    void ask(Target target, Command command) {
        EventId id = new EventId("command-" + asked++);
        waiting++;
        ground.tale().tell("pipeline", () -> "asks " + command.getClass().getSimpleName() + " as " + id);
        send(new Commanded(id, target, Optional.empty(), command));
    }

    private void send(Commanded command) {
        List<Process> there = truth.processes().stream()
                .filter(process -> process.kind() == Kind.TRAFFIC && process.awake())
                .toList();
        if (there.isEmpty()) {
            ground.scheduler().after(AGAIN, () -> send(command));
            return;
        }
        Process server = ground.dice().pick(there);
        boolean[] over = new boolean[1];
        ground.broker()
                .send(server, codec.encode(command.id(), command.target(), command.command()))
                .whenComplete((done, failure) -> {
                    if (!over[0]) {
                        over[0] = true;
                        answered(command, failure == null);
                    }
                });
        ground.scheduler().after(PATIENCE, () -> {
            if (!over[0]) {
                over[0] = true;
                answered(command, false);
            }
        });
    }

    private void answered(Commanded command, boolean accepted) {
        ground.tale().tell("pipeline", () -> command.id() + (accepted ? " is accepted (202)" : " is not accepted"));
        if (accepted) {
            waiting--;
            truth.acknowledge(command);
        } else {
            ground.scheduler().after(AGAIN, () -> send(command));
        }
    }
}
