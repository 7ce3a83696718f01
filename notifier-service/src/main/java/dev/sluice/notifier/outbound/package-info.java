/** HTTP to addresses that plans name: guarded, limited in time, following no redirect. */
@NullMarked
package dev.sluice.notifier.outbound;

import org.jspecify.annotations.NullMarked;
