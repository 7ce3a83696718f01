/** Recorded series, from files or from the past of a Prometheus, and what a source would have given at each moment of them. */
@NullMarked
package dev.sluice.analyze.recording;

import org.jspecify.annotations.NullMarked;
