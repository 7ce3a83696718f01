package dev.sluice.simulation.process;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Work of a process that takes a while: it is done all at once, at its end. */
record VirtualExecutor(Process process, Ground ground) implements Executor {
    @Override
    public void execute(Runnable work) {
        Duration takes = ground.dice().between(Duration.ofMillis(1), Duration.ofMillis(40));
        ground.scheduler().after(takes, () -> process.run(work));
    }
}
