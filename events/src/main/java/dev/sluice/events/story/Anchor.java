package dev.sluice.events.story;

import dev.sluice.events.journal.VersionGate;

/** Where a reader may begin: an offset of the journal, and the gate before it. */
record Anchor(long offset, VersionGate before) {}
