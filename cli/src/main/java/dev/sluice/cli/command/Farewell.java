package dev.sluice.cli.command;

import dev.sluice.cli.Session;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says at Ctrl-C that the rollout goes on; says nothing once it is settled. */
final class Farewell implements AutoCloseable {
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Thread atEnd;

    Farewell(Session session, String id) {
        this.atEnd = new Thread(
                () -> {
                    if (!settled.get()) {
                        session.note(
                                System.lineSeparator() + "the rollout goes on; to see it again: sluice watch " + id);
                    }
                },
                "farewell");
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    void settle() {
        settled.set(true);
    }

    @Override
    public void close() {
        settled.set(true);
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
    }
}
