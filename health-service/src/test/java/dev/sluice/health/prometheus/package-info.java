/** Tests. */
@NullMarked
package dev.sluice.health.prometheus;

import org.jspecify.annotations.NullMarked;
