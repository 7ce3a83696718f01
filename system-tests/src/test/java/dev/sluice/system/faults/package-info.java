/** Some cases of the fault suite, and its document. */
@NullMarked
package dev.sluice.system.faults;

import org.jspecify.annotations.NullMarked;
