/** Virtual time, dice and the story that is told of a world. */
@NullMarked
package dev.sluice.simulation.kernel;

import org.jspecify.annotations.NullMarked;
