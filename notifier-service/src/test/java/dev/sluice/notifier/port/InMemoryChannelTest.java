package dev.sluice.notifier.port;

import dev.sluice.notifier.memory.InMemoryChannel;
import java.util.List;

class InMemoryChannelTest extends ChannelContract {
    private final InMemoryChannel channel = new InMemoryChannel();

    @Override
    protected NotificationChannel channel() {
        return channel;
    }

    @Override
    protected List<String> arrived() {
        return channel.delivered().stream()
                .map(message -> message.alert().title() + "\n" + message.alert().text())
                .toList();
    }
}
