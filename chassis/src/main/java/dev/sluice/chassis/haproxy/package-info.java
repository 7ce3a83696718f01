/** HAProxy's stats socket, over which one service sets weights and another reads counters. */
@NullMarked
package dev.sluice.chassis.haproxy;

import org.jspecify.annotations.NullMarked;
