/** What goes wrong in a world, and when. */
@NullMarked
package dev.sluice.simulation.fault;

import org.jspecify.annotations.NullMarked;
