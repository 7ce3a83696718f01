/**
 * HAProxy 2.6 and newer through its Runtime API: server weights in one backend, or a percentage in a map entry. One
 * connection and one line of commands per step, every reply checked, every write read back.
 */
@NullMarked
package dev.sluice.traffic.haproxy;

import org.jspecify.annotations.NullMarked;
