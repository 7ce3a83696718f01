/** Where samples come from, in the words of the handler. */
@NullMarked
package dev.sluice.health.port;

import org.jspecify.annotations.NullMarked;
