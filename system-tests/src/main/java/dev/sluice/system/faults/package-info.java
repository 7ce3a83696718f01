/**
 * The fault suite: every process of the system is killed, stopped and cut off at every phase of a rollout, under load and
 * with a bad candidate, and what users were exposed to is measured. {@code ./sluice faults} runs it.
 */
@NullMarked
package dev.sluice.system.faults;

import org.jspecify.annotations.NullMarked;
