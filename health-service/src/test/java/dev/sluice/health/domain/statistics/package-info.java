@NullMarked
package dev.sluice.health.domain.statistics;

import org.jspecify.annotations.NullMarked;
