/** The fake beside the real stores. */
@NullMarked
package dev.sluice.rollback.memory;

import org.jspecify.annotations.NullMarked;
