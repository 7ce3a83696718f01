package dev.sluice.simulation.world;

import dev.sluice.events.command.Command;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import java.time.Duration;
import java.util.List;

/** Who starts rollouts, and in chaos interferes with them. In the end they let everything go on, and give up what does not. */
final class People {
    private static final Requester ANN = new Requester("ann", "because");
    private static final Duration START = Duration.ofSeconds(3);
    private static final Duration ENOUGH = Duration.ofSeconds(110);
    private static final Duration GIVE_UP = Duration.ofSeconds(200);
    private final Scheduler scheduler;
    private final Pipeline pipeline;
    private final Target target;

    People(Scheduler scheduler, Pipeline pipeline, Target target) {
        this.scheduler = scheduler;
        this.pipeline = pipeline;
        this.target = target;
    }

    void start(StartKey key, Plan plan) {
        at(START, new Command.Start(key, plan, ANN));
    }

    private void at(Duration moment, Command command) {
        scheduler.at(moment.toNanos(), () -> pipeline.ask(target, command));
    }

    /** Two starts, and whatever comes to people's minds. */
    void interfere(StartKey key, Plan plan, Dice dice) {
        RolloutId rollout = RolloutId.of(target, key);
        StartKey other = new StartKey("two");
        if (dice.chance(0.4)) {
            at(dice.between(START, Duration.ofSeconds(50)), new Command.Start(other, plan, ANN));
        }
        List<Command> whims = List.of(
                new Command.Pause(rollout, ANN),
                new Command.Resume(rollout, ANN),
                new Command.Abort(rollout, ANN),
                new Command.RollBack(rollout, ANN),
                new Command.Freeze(ANN),
                new Command.Thaw(ANN));
        int count = dice.chance(0.5) ? dice.between(1, 3) : 0;
        for (int each = 0; each < count; each++) {
            at(dice.between(START, Duration.ofSeconds(60)), dice.pick(whims));
        }
        at(ENOUGH, new Command.Thaw(ANN));
        at(ENOUGH, new Command.Resume(rollout, ANN));
        at(GIVE_UP, new Command.Abort(rollout, ANN));
    }
}
