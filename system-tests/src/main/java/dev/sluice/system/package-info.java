/**
 * What whole-system runs stand on, whether they are tests or the fault suite: asking, waiting, ports.
 */
@NullMarked
package dev.sluice.system;

import org.jspecify.annotations.NullMarked;
