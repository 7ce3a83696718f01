/** Tests of hypotheses, as plain functions of counts: nothing in here knows a source, a plan or a clock. */
@NullMarked
package dev.sluice.health.domain.statistics;

import org.jspecify.annotations.NullMarked;
