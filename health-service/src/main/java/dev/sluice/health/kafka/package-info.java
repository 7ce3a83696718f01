/** The samples that applications push, as they arrive, and the dead letters of those that can't be read. */
@NullMarked
package dev.sluice.health.kafka;

import org.jspecify.annotations.NullMarked;
