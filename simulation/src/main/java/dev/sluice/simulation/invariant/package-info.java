/** What must hold in every world, one class each. */
@NullMarked
package dev.sluice.simulation.invariant;

import org.jspecify.annotations.NullMarked;
