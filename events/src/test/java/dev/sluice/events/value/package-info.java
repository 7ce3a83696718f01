/** Proofs of the value types. */
@NullMarked
package dev.sluice.events.value;

import org.jspecify.annotations.NullMarked;
