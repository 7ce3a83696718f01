/**
 * What every service stands on (the microservice chassis): one loop on which it decides, the journal it follows and
 * appends to, the partitions it owns. It carries events and knows no state machine; see docs/adr/0002.
 */
@NullMarked
package dev.sluice.chassis;

import org.jspecify.annotations.NullMarked;
