/** The command line: what it offers, what it stands on, and how it ends. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
