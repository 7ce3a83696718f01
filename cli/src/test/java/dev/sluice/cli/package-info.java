/** The command line as its users meet it: arguments in, text and exit codes out, against services that are played. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
