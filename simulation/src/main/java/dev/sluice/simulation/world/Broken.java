package dev.sluice.simulation.world;

/** An invariant that did not hold, and how. */
public record Broken(String invariant, String why) {}
