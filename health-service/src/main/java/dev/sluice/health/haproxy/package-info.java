/** What an HAProxy counted of each server, read from its stats socket. */
@NullMarked
package dev.sluice.health.haproxy;

import org.jspecify.annotations.NullMarked;
