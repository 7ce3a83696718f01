/**
 * Sluice on one machine: a real Kafka broker that needs no installation, the declared topics, and the
 * processes of the four services, started, found again and ended by what was written down about them.
 */
@NullMarked
package dev.sluice.local;

import org.jspecify.annotations.NullMarked;
