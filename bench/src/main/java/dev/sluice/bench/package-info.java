/** Benchmarks: each prints what it measured beside a floor that was measured in the same run. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
