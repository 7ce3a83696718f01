package dev.sluice.traffic.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of traffic-service. */
@ConfigMapping(prefix = "sluice.traffic")
public interface TrafficConfig {
    /**
     * A YAML file with the top-level fields that a plan gets when it has none of its own, typically routers and sources,
     * so that a plan may be an application and a version.
     */
    Optional<Path> planDefaults();
}
