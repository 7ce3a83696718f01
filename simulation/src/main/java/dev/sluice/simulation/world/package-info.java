/** One world: everything put together from a seed, run to its end, and judged. */
@NullMarked
package dev.sluice.simulation.world;

import org.jspecify.annotations.NullMarked;
