/** Samples and a journal in memory, for the tests of the contract. */
@NullMarked
package dev.sluice.events;

import org.jspecify.annotations.NullMarked;
