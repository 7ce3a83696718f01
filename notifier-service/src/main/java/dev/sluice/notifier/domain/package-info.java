/** What is told, as pure functions: from an event and the states around it to notices, and which incidents are open. */
@NullMarked
package dev.sluice.notifier.domain;

import org.jspecify.annotations.NullMarked;
