package dev.sluice.traffic.port;

import dev.sluice.events.value.RolloutId;

/**
 * Who writes to a router: for which rollout, on the ground of which version of the target, as which owner. A higher epoch
 * is a later owner; a higher version a later decision.
 */
public record Stamp(RolloutId rollout, long version, int epoch) {}
