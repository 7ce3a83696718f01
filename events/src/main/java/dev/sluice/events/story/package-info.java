/** How the journal reads: one fold from events to the state of a target, used by every reader. */
@NullMarked
package dev.sluice.events.story;

import org.jspecify.annotations.NullMarked;
