/** What the procedure needs from outside: a look at the public address. */
@NullMarked
package dev.sluice.rollback.port;

import org.jspecify.annotations.NullMarked;
