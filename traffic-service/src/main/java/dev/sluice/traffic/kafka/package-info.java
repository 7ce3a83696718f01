/** What traffic-service reads beside the journal: the pulses. */
@NullMarked
package dev.sluice.traffic.kafka;

import org.jspecify.annotations.NullMarked;
