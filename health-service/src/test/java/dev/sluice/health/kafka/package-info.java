/** Tests. */
@NullMarked
package dev.sluice.health.kafka;

import org.jspecify.annotations.NullMarked;
