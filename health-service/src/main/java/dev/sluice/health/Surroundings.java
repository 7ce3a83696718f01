package dev.sluice.health;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Reader;
import dev.sluice.health.config.HealthConfig;
import dev.sluice.health.port.MetricSources;
import java.time.InstantSource;

/**
 * What the watch over one rollout needs of the service around it.
 *
 * @param clock wall time, for {@code readAt} and nothing else: it decides nothing
 */
record Surroundings(
        Loop loop,
        Journal journal,
        Reader reader,
        InstantSource clock,
        MetricSources sources,
        Evaluations evaluations,
        Meters meters,
        HealthConfig config) {}
