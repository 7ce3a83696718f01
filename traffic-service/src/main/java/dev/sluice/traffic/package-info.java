/** traffic-service: owns the lifecycle of every rollout and alone writes to routers. The shell is here. */
@NullMarked
package dev.sluice.traffic;

import org.jspecify.annotations.NullMarked;
