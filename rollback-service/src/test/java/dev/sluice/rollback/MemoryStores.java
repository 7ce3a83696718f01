package dev.sluice.rollback;

import dev.sluice.chassis.Loop;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.rollback.port.DataSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores that do what a test wants, each step a second of the loop's time; they remember what was done with them. */
public final class MemoryStores implements DataSteps {
    private static final Duration STEP = Duration.ofSeconds(1);
    private final Loop loop;
    private final Set<String> failing = new HashSet<>();
    private final List<String> done = new ArrayList<>();

    public MemoryStores(Loop loop) {
        this.loop = loop;
    }

    /** Such as {@code "restore orders"}. */
    public void fail(String step) {
        failing.add(step);
    }

    public List<String> done() {
        return List.copyOf(done);
    }

    @Override
    public CompletionStage<Backed> backup(Errand errand) {
        Name store = errand.store().name();
        Instant at = Given.START;
        return after(
                "backup " + store,
                new Backed.Taken(store + "-1", 10, List.of(), at, at.plusSeconds(60), 5),
                new Backed.Failed("no room"));
    }

    @Override
    public CompletionStage<Writes> pauseWrites(Errand errand) {
        return after("pause " + errand.store().name(), new Writes.Done(List.of()), new Writes.Failed("no"));
    }

    @Override
    public CompletionStage<Restored> restore(Errand errand, String backup) {
        return after(
                "restore " + errand.store().name(),
                new Restored.Verified(List.of(), List.of(), 9),
                new Restored.Failed("2 rows are missing"));
    }

    @Override
    public CompletionStage<Writes> resumeWrites(Errand errand) {
        return after("resume " + errand.store().name(), new Writes.Done(List.of()), new Writes.Failed("no"));
    }

    @Override
    public void cancel(RolloutId rollout) {
        done.add("cancel");
    }

    private <T> CompletionStage<T> after(String step, T good, T bad) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        loop.after(STEP, () -> {
            done.add(step);
            outcome.complete(failing.contains(step) ? bad : good);
        });
        return outcome;
    }
}
