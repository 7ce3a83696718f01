/** Objects of the Kubernetes API, mocked and real. */
@NullMarked
package dev.sluice.health.kubernetes;

import org.jspecify.annotations.NullMarked;
