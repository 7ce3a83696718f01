/** Tests. */
@NullMarked
package dev.sluice.health.scrape;

import org.jspecify.annotations.NullMarked;
