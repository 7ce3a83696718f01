/** Proofs of the fold. */
@NullMarked
package dev.sluice.events.story;

import org.jspecify.annotations.NullMarked;
