package dev.sluice.rollback.port;

import dev.sluice.events.plan.Rollback;
import dev.sluice.rollback.domain.Answer;

/** The address under which users reach the application. */
@FunctionalInterface
public interface PublicAddress {
    /**
     * Asks it once, on a connection of its own, and follows no redirect. Blocks for at most about 2 s; a failure comes
     * back as {@link Answer.Silence}, never as an exception.
     */
    Answer look(Rollback.PublicUrl url);
}
