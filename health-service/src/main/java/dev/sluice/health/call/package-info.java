/** One request over HTTP with one time limit, from the first byte sent to the last byte read. */
@NullMarked
package dev.sluice.health.call;

import org.jspecify.annotations.NullMarked;
