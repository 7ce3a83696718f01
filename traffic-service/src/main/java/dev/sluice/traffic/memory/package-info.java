/** A router that lives in this process: for tests, simulation and dry runs, and able to fail in every way a real one does. */
@NullMarked
package dev.sluice.traffic.memory;

import org.jspecify.annotations.NullMarked;
