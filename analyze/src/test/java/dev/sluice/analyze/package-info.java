/** Tests. */
@NullMarked
package dev.sluice.analyze;

import org.jspecify.annotations.NullMarked;
