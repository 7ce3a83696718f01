/** Proofs of the plan. */
@NullMarked
package dev.sluice.events.plan;

import org.jspecify.annotations.NullMarked;
