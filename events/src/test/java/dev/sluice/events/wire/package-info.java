/** Proofs of the codec. */
@NullMarked
package dev.sluice.events.wire;

import org.jspecify.annotations.NullMarked;
