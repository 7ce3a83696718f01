package dev.sluice.chassis.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: everything that stood in the journal at the start has been read, and the group has taken this instance in,
 * whether or not it has a partition for it.
 */
@Readiness
@ApplicationScoped
public class JournalCheck implements HealthCheck {
    private final KafkaReader reader;
    private final KafkaOwnership ownership;

    @Inject
    JournalCheck(KafkaReader reader, KafkaOwnership ownership) {
        this.reader = reader;
        this.ownership = ownership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("journal")
                .status(reader.caughtUp() && ownership.joined())
                .withData("partitionsOwned", ownership.acting().size())
                .withData("epoch", ownership.epoch())
                .build();
    }
}
