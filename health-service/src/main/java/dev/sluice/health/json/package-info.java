/** Samples from JSON over HTTP that the candidate's instances answer with, and from whether they answer at all. */
@NullMarked
package dev.sluice.health.json;

import org.jspecify.annotations.NullMarked;
