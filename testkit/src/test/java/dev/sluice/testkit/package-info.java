/** Proofs that the kit finds what it is there to find. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
