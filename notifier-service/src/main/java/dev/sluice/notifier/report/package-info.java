/** The report of a rollout, in Markdown. */
@NullMarked
package dev.sluice.notifier.report;

import org.jspecify.annotations.NullMarked;
