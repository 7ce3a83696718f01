/** How to write at routers that compare nothing: read, fence, write, read back. */
@NullMarked
package dev.sluice.traffic.readback;

import org.jspecify.annotations.NullMarked;
