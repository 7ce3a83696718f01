/** Settings of traffic-service. */
@NullMarked
package dev.sluice.traffic.config;

import org.jspecify.annotations.NullMarked;
