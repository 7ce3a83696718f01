/** Tests: the one table of all that can be wrong with a source, and what is said of it then. */
@NullMarked
package dev.sluice.health.trouble;

import org.jspecify.annotations.NullMarked;
