package dev.sluice.bench;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** How an application's metrics come to health-service: one that is turned bad and good again, and one that is calm. */
interface Feed extends AutoCloseable {
    /** The source, as a plan names it; its name is {@code app}. */
    String source();

    /** How a plan reads this metric. */
    String read(String metric);

    /** Makes the metrics readable, good ones; returns when whoever is between them and health-service has them. */
    void begin() throws IOException, InterruptedException, ExecutionException;

    /** Turns the metric, and answers when that was, as {@code System.nanoTime} has it. */
    long turn(boolean bad);

    /** The longest wait of which the start is random, so that the runs don't keep step with who reads; in milliseconds. */
    int periodMs();

    /** When the metric was read for the first time since it was turned, where that can be seen; otherwise when it turned. */
    long firstReadNanos();

    @Override
    void close() throws IOException, InterruptedException;
}
