/** Images of a registry that is a server of the test's own. */
@NullMarked
package dev.sluice.health.registry;

import org.jspecify.annotations.NullMarked;
