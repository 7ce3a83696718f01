/** What somebody asks for: the sealed commands. */
@NullMarked
package dev.sluice.events.command;

import org.jspecify.annotations.NullMarked;
