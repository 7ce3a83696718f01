/** rollback-service: it asks for a rollback when the journal says that one is due, verifies that stable has all the traffic, and tells how it went. It touches no router. */
@NullMarked
package dev.sluice.rollback;

import org.jspecify.annotations.NullMarked;
