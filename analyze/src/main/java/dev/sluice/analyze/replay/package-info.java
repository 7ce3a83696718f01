/** One rollout in virtual time, by the services' real shells, whose sources answer from a recording. */
@NullMarked
package dev.sluice.analyze.replay;

import org.jspecify.annotations.NullMarked;
