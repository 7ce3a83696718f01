/**
 * The demo: one rollout of the sample application from beginning to end, told while it happens. It starts everything on
 * free ports with a folder of its own, speaks to the services by their public HTTP interfaces only, and measures at the
 * places where users and the application are: what the load generator got, and what the target received.
 */
@NullMarked
package dev.sluice.demo.story;

import org.jspecify.annotations.NullMarked;
