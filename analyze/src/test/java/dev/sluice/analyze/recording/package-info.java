/** Tests. */
@NullMarked
package dev.sluice.analyze.recording;

import org.jspecify.annotations.NullMarked;
