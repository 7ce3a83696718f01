/** Facts of the network on real sockets of loopback. */
@NullMarked
package dev.sluice.health.network;

import org.jspecify.annotations.NullMarked;
