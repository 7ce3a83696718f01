/** The commands of people, read beside traffic-service. */
@NullMarked
package dev.sluice.rollback.kafka;

import org.jspecify.annotations.NullMarked;
