/** What people and other systems are told on the alert topic. */
@NullMarked
package dev.sluice.events.alert;

import org.jspecify.annotations.NullMarked;
