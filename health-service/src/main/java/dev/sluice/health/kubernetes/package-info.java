/** Objects of the Kubernetes API, as far as this service may read them. */
@NullMarked
package dev.sluice.health.kubernetes;

import org.jspecify.annotations.NullMarked;
