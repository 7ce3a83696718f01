/** A write hook that is an address of the application. */
@NullMarked
package dev.sluice.rollback.httphook;

import org.jspecify.annotations.NullMarked;
