/** What names, connections and served certificates are like from where this service runs. */
@NullMarked
package dev.sluice.health.network;

import org.jspecify.annotations.NullMarked;
