/** What telling needs from outside: channels, and secrets by their reference. */
@NullMarked
package dev.sluice.notifier.port;

import org.jspecify.annotations.NullMarked;
