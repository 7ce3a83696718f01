/** Asking for a rollback over HTTP, and seeing how one went. */
@NullMarked
package dev.sluice.rollback.http;

import org.jspecify.annotations.NullMarked;
