/** The procedure of a rollback as pure functions: what is due in a state, and what counts as verified. */
@NullMarked
package dev.sluice.rollback.domain;

import org.jspecify.annotations.NullMarked;
