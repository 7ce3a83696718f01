package dev.sluice.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.cli.Failure;
import dev.sluice.cli.Session;
import dev.sluice.cli.http.HttpApi;
import dev.sluice.cli.http.StreamedEvent;
import dev.sluice.cli.view.RolloutView;
import dev.sluice.cli.view.Tone;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Redraws a rollout in place on a terminal. Long lines are cut by the terminal, so that each takes one row. */
final class LiveProgress implements Progress, AutoCloseable {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int EVENTS_SHOWN = 6;
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private final Session session;
    private final HttpApi api;
    private final String id;
    private final Deque<StreamedEvent> last = new ArrayDeque<>();
    private JsonNode rollout = JsonNodeFactory.instance.objectNode();
    private Deadline stale = Deadline.in(Duration.ZERO);
    private String note = "";
    private int drawn;

    LiveProgress(Session session, HttpApi api, String id) {
        this.session = session;
        this.api = api;
        this.id = id;
    }

    @Override
    public void event(StreamedEvent event) {
        last.addLast(event);
        if (last.size() > EVENTS_SHOWN) {
            last.removeFirst();
        }
    }

    @Override
    public void tick() {
        if (stale.passed()) {
            refresh();
        }
        draw();
    }

    @Override
    public void note(String sentence) {
        note = sentence;
    }

    private void refresh() {
        stale = Deadline.in(FRESH);
        try {
            rollout = api.get("/rollouts/" + HttpApi.encoded(id));
        } catch (Failure e) {
            note = e.sentence(); // what was seen last stays, and the next try comes
        }
    }

    private void draw() {
        List<String> lines = new ArrayList<>(new RolloutView(
                        rollout,
                        List.copyOf(last),
                        session.clock(),
                        session.paint(),
                        session.around().unicode())
                .lines());
        if (!note.isEmpty()) {
            lines.add(session.paint().as(Tone.WARNING, note));
        }
        StringBuilder screen = new StringBuilder(WRAP_OFF);
        if (drawn > 0) {
            screen.append("\u001b[").append(drawn).append('A');
        }
        lines.forEach(
                line -> screen.append('\r').append(line).append(CLEAR_LINE).append('\n'));
        screen.append(CLEAR_BELOW).append(WRAP_ON);
        drawn = lines.size();
        PrintWriter out = session.around().out();
        out.print(screen);
        out.flush();
    }

    /** The last word stays on the screen. */
    @Override
    public void close() {
        refresh();
        draw();
    }
}
