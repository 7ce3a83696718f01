package dev.sluice.chassis.kafka;

import dev.sluice.chassis.Loop;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Has the consumers of all channels looked at once a second, each by its own polling thread, between two polls. */
@ApplicationScoped
public class ChannelLag {
    private static final Logger LOG = Logger.getLogger(ChannelLag.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private final KafkaClientService clients;
    private final ConsumerLag lag;
    private final Loop loop;

    @Inject
    ChannelLag(KafkaClientService clients, ConsumerLag lag, Loop loop) {
        this.clients = clients;
        this.lag = lag;
        this.loop = loop;
    }

    void begin(@Observes StartupEvent start) {
        loop.after(PERIOD, this::tick);
    }

    private void tick() {
        for (String channel : clients.getConsumerChannels()) {
            KafkaConsumer<Object, Object> consumer = clients.getConsumer(channel);
            if (consumer != null) {
                consumer.runOnPollingThread(polling -> {
                            lag.look(channel, polling);
                        })
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.debugf("the lag of %s is not known: %s", channel, failure.getMessage()));
            }
        }
        loop.after(PERIOD, this::tick);
    }
}
