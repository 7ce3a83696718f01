/** Tests. */
@NullMarked
package dev.sluice.analyze.replay;

import org.jspecify.annotations.NullMarked;
