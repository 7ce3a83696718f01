package dev.sluice.events.journal;

/** An event as it was read back from the journal and let through the gate. */
public record Recorded(Meta meta, JournalEvent event) {}
