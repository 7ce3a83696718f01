package dev.sluice.cli.command;

import dev.sluice.cli.http.StreamedEvent;

/** Where the course of a rollout is shown. */
interface Progress {
    void event(StreamedEvent event);

    /** Called several times a second, for what moves with time. */
    void tick();

    /** Something about the connection rather than the rollout. */
    void note(String sentence);
}
