package dev.sluice.health;

import dev.sluice.events.plan.Metric;
import dev.sluice.health.domain.Sample;
import java.time.Instant;

/** A source's answer, and when it was read here. */
record Sampled(Metric metric, Sample sample, Instant readAt) {}
