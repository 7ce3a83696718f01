package dev.sluice.simulation.outside;

import dev.sluice.events.plan.Task;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where the steps of plans are carried out: each attempt takes a while, and some fail. */
public final class VirtualTasks {
    private final Dice dice;
    private final boolean sound;
    private final Consumer<Errand> watcher;
    private final Map<String, Integer> questions = new HashMap<>();

    /**
     * Tasks.
     *
     * @param sound whether none fails
     * @param watcher hears of each attempt once, when it begins
     */
    public VirtualTasks(Dice dice, boolean sound, Consumer<Errand> watcher) {
        this.dice = dice;
        this.sound = sound;
        this.watcher = watcher;
    }

    /** The way of one process to them. */
    public Tasks<Task.Work> adapter(Supplier<Call> current) {
        return new Tasks<>() {
            @Override
            public TaskProgress run(Task.Work task, Errand errand) {
                Call call = current.get();
                call.answerAfter(dice.between(Duration.ofMillis(1), Duration.ofMillis(50)));
                if (call.interrupted()) {
                    return new TaskProgress.UnderWay("interrupted before it was sent");
                }
                int asked = questions.merge(errand.key(), 1, Integer::sum);
                if (asked == 1) {
                    watcher.accept(errand);
                }
                call.caller().step("ask after step " + errand.step());
                if (asked <= 2) {
                    return new TaskProgress.UnderWay("begun");
                }
                // The same attempt always ends alike, whoever asks.
                return sound || Math.floorMod(errand.key().hashCode(), 5) > 0
                        ? TaskProgress.succeeded("done")
                        : TaskProgress.failed("no");
            }
        };
    }
}
