package dev.sluice.notifier.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.alert.Alert;
import dev.sluice.events.value.EventId;
import dev.sluice.notifier.Given;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every channel promises. */
public abstract class ChannelContract {
    protected abstract NotificationChannel channel();

    /** The texts that arrived at the other side, in order. */
    protected abstract List<String> arrived();

    public static Message message(String id, String title) {
        return new Message(
                new EventId(id),
                new Alert(
                        "shop/checkout/x/error-rate",
                        Alert.Action.FIRE,
                        Alert.Severity.CRITICAL,
                        Given.SHOP,
                        Optional.of(Given.ID),
                        new EventId("e-1"),
                        "dev.sluice.metrics.breached.v1",
                        title,
                        "Seen: error-rate = 2.5% (bound > 0.5%)\n错误率过高",
                        Given.START,
                        Map.of("trigger", "error-rate")));
    }

    @Test
    void what_is_delivered_arrives_whole_and_in_order() {
        NotificationChannel channel = channel();

        assertThat(channel.deliver(message("m-1", "first"))).isEqualTo(new Outcome.Delivered());
        assertThat(channel.deliver(message("m-2", "second"))).isEqualTo(new Outcome.Delivered());

        assertThat(arrived()).hasSize(2);
        assertThat(arrived().get(0)).contains("first").contains("错误率过高");
        assertThat(arrived().get(1)).contains("second");
    }

    @Test
    void the_same_message_again_is_delivered_again() {
        NotificationChannel channel = channel();

        channel.deliver(message("m-1", "first"));

        assertThat(channel.deliver(message("m-1", "first"))).isEqualTo(new Outcome.Delivered());
    }
}
