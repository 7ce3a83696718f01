/** Tests. */
@NullMarked
package dev.sluice.health.pushed;

import org.jspecify.annotations.NullMarked;
