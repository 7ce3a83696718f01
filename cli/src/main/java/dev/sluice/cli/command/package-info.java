/** What each command does, one class per command. */
@NullMarked
package dev.sluice.cli.command;

import org.jspecify.annotations.NullMarked;
