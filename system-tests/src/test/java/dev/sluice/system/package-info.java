/**
 * End-to-end tests: the packaged services, a broker and a data plane as processes of their own, driven and watched only
 * through what users have. They break parts of it on purpose, and measure what users would have seen.
 */
@NullMarked
package dev.sluice.system;

import org.jspecify.annotations.NullMarked;
