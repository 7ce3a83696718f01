/** The handler of health-service: watches the candidate of every open rollout of its partitions, and tells the journal. */
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;
