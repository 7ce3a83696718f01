/** Steps as requests to an HTTP server, as docs/steps.md says. */
@NullMarked
package dev.sluice.traffic.httptask;

import org.jspecify.annotations.NullMarked;
