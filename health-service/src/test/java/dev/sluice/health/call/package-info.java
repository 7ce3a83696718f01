/** Tests of requests that are shared. */
@NullMarked
package dev.sluice.health.call;

import org.jspecify.annotations.NullMarked;
