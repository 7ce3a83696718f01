package dev.sluice.health;

import java.util.concurrent.Executor;

/** Where work goes that the loop need not wait for, and that can itself wait a moment. Keeps the order. */
@FunctionalInterface
public interface Aside extends Executor {}
