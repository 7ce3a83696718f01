/** The generated documents, and proofs that they are up to date. */
@NullMarked
package dev.sluice.events.docs;

import org.jspecify.annotations.NullMarked;
