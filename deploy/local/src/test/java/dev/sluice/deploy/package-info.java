/** Holds the files under {@code deploy/} against each other and against the formats they are written in. */
@NullMarked
package dev.sluice.deploy;

import org.jspecify.annotations.NullMarked;
