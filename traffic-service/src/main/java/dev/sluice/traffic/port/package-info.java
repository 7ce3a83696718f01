/** What traffic-service needs from the world outside, in its own words. */
@NullMarked
package dev.sluice.traffic.port;

import org.jspecify.annotations.NullMarked;
