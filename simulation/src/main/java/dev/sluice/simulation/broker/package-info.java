/** A Kafka in memory: ordered partitions, consumer groups, and a network that fails. */
@NullMarked
package dev.sluice.simulation.broker;

import org.jspecify.annotations.NullMarked;
