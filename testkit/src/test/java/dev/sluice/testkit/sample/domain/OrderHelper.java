package dev.sluice.testkit.sample.domain;

import dev.sluice.testkit.VirtualLoop;
import java.time.Instant;
import java.util.UUID;

/** Breaks every rule of the architecture on purpose. */
public final class OrderHelper {
    public final VirtualLoop loop = new VirtualLoop();

    public String stamp() throws InterruptedException {
        Thread.sleep(1);
        return UUID.randomUUID() + " " + Instant.now() + " " + System.currentTimeMillis() + Instant.ofEpochMilli(5);
    }
}
