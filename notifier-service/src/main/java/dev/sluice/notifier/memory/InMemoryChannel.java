package dev.sluice.notifier.memory;

import dev.sluice.notifier.port.Message;
import dev.sluice.notifier.port.NotificationChannel;
import dev.sluice.notifier.port.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given. */
public final class InMemoryChannel implements NotificationChannel {
    private final List<Message> delivered = new CopyOnWriteArrayList<>();

    @Override
    public Outcome deliver(Message message) {
        delivered.add(message);
        return new Outcome.Delivered();
    }

    public List<Message> delivered() {
        return List.copyOf(delivered);
    }
}
