/** Samples read directly from the instances' own metrics pages, and what a window of scrapes says. */
@NullMarked
package dev.sluice.health.scrape;

import org.jspecify.annotations.NullMarked;
