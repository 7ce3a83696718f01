/** An Envoy of its own, split by runtime keys on its admin port. */
@NullMarked
package dev.sluice.traffic.envoy;

import org.jspecify.annotations.NullMarked;
