/** Slack, by an incoming webhook or by a bot. */
@NullMarked
package dev.sluice.notifier.slack;

import org.jspecify.annotations.NullMarked;
