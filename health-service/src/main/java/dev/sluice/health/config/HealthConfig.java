package dev.sluice.health.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of health-service. */
@ConfigMapping(prefix = "sluice.health")
public interface HealthConfig {
    /** How often the pulse is sent. The safety net's limits are made for 2 s. */
    @WithDefault("2s")
    Duration pulse();

    /** How long a fact that could not be appended waits before it is tried again. */
    @WithDefault("100ms")
    Duration retry();

    /** How long an appended fact may stay unread before it is sent again; the same fact twice is one. */
    @WithDefault("5s")
    Duration readBack();

    /** How many of the newest evaluations of a rollout can be asked for. */
    @WithDefault("50")
    int evaluationsKept();
}
