/** Tests of the way to HAProxy's stats socket. */
@NullMarked
package dev.sluice.chassis.haproxy;

import org.jspecify.annotations.NullMarked;
