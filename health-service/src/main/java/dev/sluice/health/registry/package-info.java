/** Whether a registry of images has one, by the OCI distribution API. */
@NullMarked
package dev.sluice.health.registry;

import org.jspecify.annotations.NullMarked;
