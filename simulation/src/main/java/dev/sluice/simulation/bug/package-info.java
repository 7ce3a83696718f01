/** Bugs that are put in on purpose, at the seams, to see that the invariants catch them. */
@NullMarked
package dev.sluice.simulation.bug;

import org.jspecify.annotations.NullMarked;
