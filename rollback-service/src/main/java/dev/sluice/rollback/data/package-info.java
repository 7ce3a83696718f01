/** The steps with data as they run: off the loop, with time limits, one at a time per store, and again after a crash. */
@NullMarked
package dev.sluice.rollback.data;

import org.jspecify.annotations.NullMarked;
