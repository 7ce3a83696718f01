/** Tests with a real HAProxy and requests through it. */
@NullMarked
package dev.sluice.health.haproxy;

import org.jspecify.annotations.NullMarked;
