/** Samples from the HTTP API of Prometheus. */
@NullMarked
package dev.sluice.health.prometheus;

import org.jspecify.annotations.NullMarked;
