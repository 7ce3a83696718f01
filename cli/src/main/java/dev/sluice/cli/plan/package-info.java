/** Plans as files: reading, changing by path, summing up. */
@NullMarked
package dev.sluice.cli.plan;

import org.jspecify.annotations.NullMarked;
