/** The command {@code ./sluice analyze}: what a plan would have made of metrics that were recorded. */
@NullMarked
package dev.sluice.analyze;

import org.jspecify.annotations.NullMarked;
