/** Reports over HTTP. */
@NullMarked
package dev.sluice.notifier.http;

import org.jspecify.annotations.NullMarked;
