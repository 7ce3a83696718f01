/** The contract of Sluice: everything that two services, a pipeline and an operator must agree on. */
@NullMarked
package dev.sluice.events;

import org.jspecify.annotations.NullMarked;
