/** The HTTP interface: starts, verbs, reads and the event stream. */
@NullMarked
package dev.sluice.traffic.http;

import org.jspecify.annotations.NullMarked;
