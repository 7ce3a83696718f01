package dev.sluice.simulation.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a world, line by line: when in virtual time, who, and what. Kept only where somebody wants to read it. */
public final class Tale {
    private final boolean wanted;
    private final Scheduler scheduler;
    private final List<String> lines = new ArrayList<>();

    public Tale(Scheduler scheduler, boolean wanted) {
        this.scheduler = scheduler;
        this.wanted = wanted;
    }

    public void tell(String who, Supplier<String> what) {
        if (wanted) {
            long micros = scheduler.now() / 1000;
            lines.add("%4d.%06d  %-12s  %s".formatted(micros / 1_000_000, micros % 1_000_000, who, what.get()));
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
