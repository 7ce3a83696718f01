package dev.sluice.health;

import dev.sluice.health.config.HealthConfig;
import java.time.Duration;

/** The defaults of the service. */
final class Settings implements HealthConfig {
    @Override
    public Duration pulse() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration retry() {
        return Duration.ofMillis(100);
    }

    @Override
    public Duration readBack() {
        return Duration.ofSeconds(5);
    }

    @Override
    public int evaluationsKept() {
        return 50;
    }
}
