/** The settings of the service. */
@NullMarked
package dev.sluice.rollback.config;

import org.jspecify.annotations.NullMarked;
