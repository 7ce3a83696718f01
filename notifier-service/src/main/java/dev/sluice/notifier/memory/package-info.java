/** A channel in memory, for tests and for trying out. */
@NullMarked
package dev.sluice.notifier.memory;

import org.jspecify.annotations.NullMarked;
