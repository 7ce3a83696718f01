/** What traffic-service decides, as pure functions of the journal's state and the time. */
@NullMarked
package dev.sluice.traffic.domain;

import org.jspecify.annotations.NullMarked;
