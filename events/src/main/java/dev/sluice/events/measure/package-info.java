/** What passes by and is not history: evaluations, pulses, pushed samples. */
@NullMarked
package dev.sluice.events.measure;

import org.jspecify.annotations.NullMarked;
