/** What operators ask: the newest evaluations of a rollout, and whether the sources of a plan can be reached. */
@NullMarked
package dev.sluice.health.http;

import org.jspecify.annotations.NullMarked;
