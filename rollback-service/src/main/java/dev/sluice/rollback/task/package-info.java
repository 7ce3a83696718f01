/** How the parts of one step run: several at once, and programs of others, all ended when the step is stopped. */
@NullMarked
package dev.sluice.rollback.task;

import org.jspecify.annotations.NullMarked;
