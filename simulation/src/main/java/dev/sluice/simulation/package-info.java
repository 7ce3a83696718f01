/** The whole system in one thread and in virtual time, from a seed; its command line is here. */
@NullMarked
package dev.sluice.simulation;

import org.jspecify.annotations.NullMarked;
