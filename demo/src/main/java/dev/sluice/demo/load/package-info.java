/**
 * The load generator: sends requests at a constant rate whatever the answers do, remembers every answer, and tells who
 * answered what and when. It is the demo's witness: what it saw is what users would have seen.
 */
@NullMarked
package dev.sluice.demo.load;

import org.jspecify.annotations.NullMarked;
