package dev.sluice.simulation.outside;

import dev.sluice.events.value.RolloutId;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Client;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores of data whose steps take a while and end well, unless the process that takes them dies. */
public final class VirtualStores {
    private final Scheduler scheduler;
    private final Dice dice;

    public VirtualStores(Scheduler scheduler, Dice dice) {
        this.scheduler = scheduler;
        this.dice = dice;
    }

    /** The steps as one process takes them. */
    public DataSteps of(Client client) {
        return new DataSteps() {
            @Override
            public CompletionStage<Backed> backup(Errand errand) {
                Instant at = Broker.EPOCH;
                String backup = errand.rollout() + "-" + errand.store().name();
                return after(client, new Backed.Taken(backup, 10, List.of(), at, at.plusSeconds(3600), 5));
            }

            @Override
            public CompletionStage<Writes> pauseWrites(Errand errand) {
                return after(client, new Writes.Done(List.of()));
            }

            @Override
            public CompletionStage<Restored> restore(Errand errand, String backup) {
                return after(client, new Restored.Verified(List.of(), List.of(), 9));
            }

            @Override
            public CompletionStage<Writes> resumeWrites(Errand errand) {
                return after(client, new Writes.Done(List.of()));
            }

            @Override
            public void cancel(RolloutId rollout) {}
        };
    }

    private <T> CompletionStage<T> after(Client client, T outcome) {
        CompletableFuture<T> done = new CompletableFuture<>();
        scheduler.after(dice.between(Duration.ofMillis(100), Duration.ofSeconds(2)), () -> {
            if (client.alive()) {
                client.step("worked on a store");
                client.run(() -> done.complete(outcome));
            }
        });
        return done;
    }
}
