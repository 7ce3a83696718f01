/** Following and owning on Kafka. */
@NullMarked
package dev.sluice.chassis.kafka;

import org.jspecify.annotations.NullMarked;
