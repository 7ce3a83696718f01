/** The settings of this service, and the clock and HTTP client that it is made with. */
@NullMarked
package dev.sluice.health.config;

import org.jspecify.annotations.NullMarked;
