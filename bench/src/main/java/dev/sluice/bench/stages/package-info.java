/** The handler of health-service on its real loop, with as many stages as one instance has to bear. */
@NullMarked
package dev.sluice.bench.stages;

import org.jspecify.annotations.NullMarked;
