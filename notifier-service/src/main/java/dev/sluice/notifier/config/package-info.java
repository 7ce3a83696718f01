/** The settings of the service. */
@NullMarked
package dev.sluice.notifier.config;

import org.jspecify.annotations.NullMarked;
