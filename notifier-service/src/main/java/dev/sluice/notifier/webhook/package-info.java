/** Signed webhooks, as Standard Webhooks describes them. */
@NullMarked
package dev.sluice.notifier.webhook;

import org.jspecify.annotations.NullMarked;
