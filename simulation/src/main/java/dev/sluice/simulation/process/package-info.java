/** The four services as processes: their real code on a virtual loop, with workers that are tasks. */
@NullMarked
package dev.sluice.simulation.process;

import org.jspecify.annotations.NullMarked;
