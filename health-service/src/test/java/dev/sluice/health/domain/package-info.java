/** Tests. */
@NullMarked
package dev.sluice.health.domain;

import org.jspecify.annotations.NullMarked;
