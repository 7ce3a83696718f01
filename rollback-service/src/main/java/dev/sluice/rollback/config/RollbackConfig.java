package dev.sluice.rollback.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** The settings under {@code sluice.rollback}. */
@ConfigMapping(prefix = "sluice.rollback")
public interface RollbackConfig {
    /** Where callers reach traffic-service, whose {@code /rollouts/{id}} an accepted request points to. */
    @WithDefault("http://127.0.0.1:8081")
    URI trafficUrl();
}
