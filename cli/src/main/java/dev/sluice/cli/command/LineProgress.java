package dev.sluice.cli.command;

import dev.sluice.cli.Session;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.EventLine;
import java.util.function.Consumer;

/** One line per event. */
final class LineProgress implements Progress {
    private final Session session;
    private final Consumer<String> lines;

    LineProgress(Session session, Consumer<String> lines) {
        this.session = session;
        this.lines = lines;
    }

    @Override
    public void event(StreamedEvent event) {
        lines.accept(EventLine.of(event, session.clock().getZone(), session.paint()));
    }

    @Override
    public void tick() {
        // a line that was written stays
    }

    @Override
    public void note(String sentence) {
        session.note(sentence);
    }
}
