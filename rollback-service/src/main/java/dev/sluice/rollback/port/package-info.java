/**
 * What the procedure needs from outside: a look at the public address, and the steps with data, which the handler asks
 * for by {@link dev.sluice.rollback.port.DataSteps}.
 */
@NullMarked
package dev.sluice.rollback.port;

import org.jspecify.annotations.NullMarked;
