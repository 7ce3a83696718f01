/** Secrets from this process's environment and files. */
@NullMarked
package dev.sluice.notifier.secrets;

import org.jspecify.annotations.NullMarked;
