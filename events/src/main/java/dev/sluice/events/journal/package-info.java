/** What has happened: the sealed events of the journal, their envelope, and the gate that orders them. */
@NullMarked
package dev.sluice.events.journal;

import org.jspecify.annotations.NullMarked;
