/** The public address, asked over HTTP. */
@NullMarked
package dev.sluice.rollback.publicurl;

import org.jspecify.annotations.NullMarked;
