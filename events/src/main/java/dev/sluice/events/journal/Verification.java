package dev.sluice.events.journal;

/** One thing that was verified after a switch: a router or an address, whether it was right, and what was seen. */
public record Verification(String what, boolean verified, String detail) {}
