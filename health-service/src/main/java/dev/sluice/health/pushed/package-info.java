/** Samples that applications push: the newest of each. */
@NullMarked
package dev.sluice.health.pushed;

import org.jspecify.annotations.NullMarked;
