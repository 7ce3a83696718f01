/** Carrying out what the journal says: shifts and restores at routers, each with its limit, a restore before all else. */
@NullMarked
package dev.sluice.traffic.effects;

import org.jspecify.annotations.NullMarked;
