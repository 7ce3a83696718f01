/** Shares as the whole-number weights that load balancers take. */
@NullMarked
package dev.sluice.traffic.weights;

import org.jspecify.annotations.NullMarked;
