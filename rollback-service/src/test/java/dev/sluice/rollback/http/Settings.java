package dev.sluice.rollback.http;

import dev.sluice.rollback.config.RollbackConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of which only the address of traffic-service matters. */
record Settings(URI trafficUrl) implements RollbackConfig {
    @Override
    public Path backups() {
        return Path.of("unused");
    }

    @Override
    public Duration sweepEvery() {
        return Duration.ofHours(1);
    }

    @Override
    public Optional<Path> postgresPrograms() {
        return Optional.empty();
    }
}
