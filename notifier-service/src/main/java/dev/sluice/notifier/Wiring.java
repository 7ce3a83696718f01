package dev.sluice.notifier;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Reader;
import dev.sluice.notifier.config.NotifierConfig;
import dev.sluice.notifier.outbound.AddressGuard;
import dev.sluice.notifier.outbound.Post;
import dev.sluice.notifier.port.History;
import dev.sluice.notifier.port.Secrets;
import dev.sluice.notifier.text.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Puts together what the handler stands on. */
@ApplicationScoped
class Wiring {
    private final Executor calls = Executors.newVirtualThreadPerTaskExecutor();

    @Produces
    @Singleton
    Retelling retelling(Reader reader, History history) {
        return new Retelling(reader, history, calls);
    }

    @Produces
    @Singleton
    Telling telling(Loop loop, Outbox outbox, Secrets secrets, NotifierConfig config, Meters meters) {
        Post post = new Post(new AddressGuard(config.privateAddresses()), Clock.systemUTC());
        Couriers couriers = new Couriers(loop, new PlanChannels(secrets, post), calls, config.giveUpAfter(), meters);
        return new Telling(loop, outbox, couriers, new Wording(config.publicUrl()), meters);
    }
}
