/** notifier-service: it reads the journal, writes the alert topic, and tells people. It is never in the way of a rollback: nothing waits for it. */
@NullMarked
package dev.sluice.notifier;

import org.jspecify.annotations.NullMarked;
