/** Tests with a real broker and with small processes in place of the services. */
@NullMarked
package dev.sluice.local;

import org.jspecify.annotations.NullMarked;
