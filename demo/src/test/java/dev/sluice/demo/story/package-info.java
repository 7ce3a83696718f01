/** The demo's story on recorded events, and the arithmetic of its figures. */
@org.jspecify.annotations.NullMarked
package dev.sluice.demo.story;
