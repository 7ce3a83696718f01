/** The rollout plan as its author writes it, the defaults it gets, and the checks that refuse a bad one. */
@NullMarked
package dev.sluice.events.plan;

import org.jspecify.annotations.NullMarked;
