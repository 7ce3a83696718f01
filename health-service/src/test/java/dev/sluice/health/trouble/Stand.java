package dev.sluice.health.trouble;

import dev.sluice.health.domain.Sample;
import java.util.concurrent.CompletableFuture;

/** A source in the trouble of one row, ready to be asked. */
interface Stand extends AutoCloseable {
    /** What it gives now; complete at the latest when the source's time limit has passed. */
    CompletableFuture<Sample> ask();

    @Override
    void close();
}
