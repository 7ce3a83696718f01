/** Value types: a name, a weight, a quantity with its unit. Each refuses nonsense when it is made. */
@NullMarked
package dev.sluice.events.value;

import org.jspecify.annotations.NullMarked;
