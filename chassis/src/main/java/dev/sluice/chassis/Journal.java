package dev.sluice.chassis;

import dev.sluice.events.journal.Proposed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The journal's write side. */
@FunctionalInterface
public interface Journal {
    /**
     * Appends events of one target in order. Completes when the broker has them all, which does not mean that they were
     * accepted: that is known when they are read back. Fails within about 5 s when the broker can't take them; some may
     * stand in the journal nevertheless.
     *
     * @param cause the W3C trace context of what led to them
     */
    CompletionStage<Void> append(List<Proposed> events, Optional<String> cause);
}
