/** The history of finished rollouts, read again from the journal. */
@NullMarked
package dev.sluice.notifier.kafka;

import org.jspecify.annotations.NullMarked;
