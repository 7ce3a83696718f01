/** Tests. */
@NullMarked
package dev.sluice.health.json;

import org.jspecify.annotations.NullMarked;
