package dev.sluice.rollback.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings under {@code sluice.rollback}. */
@ConfigMapping(prefix = "sluice.rollback")
public interface RollbackConfig {
    /** Where callers reach traffic-service, whose {@code /rollouts/{id}} an accepted request points to. */
    @WithDefault("http://127.0.0.1:8081")
    URI trafficUrl();

    /** The folder where backups lie. Instances that take over from each other must share it. */
    @WithDefault("${SLUICE_HOME:.}/backups")
    Path backups();

    /** How often backups whose time is over are deleted. */
    @WithDefault("1h")
    Duration sweepEvery();

    /** The folder of pg_dump and pg_restore, at least as new as the servers; by default they are found on the PATH. */
    Optional<Path> postgresPrograms();
}
