/** How all of it travels: topics, wire names, CloudEvents headers, JSON. */
@NullMarked
package dev.sluice.events.wire;

import org.jspecify.annotations.NullMarked;
