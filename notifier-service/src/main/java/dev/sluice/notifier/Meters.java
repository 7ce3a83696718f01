package dev.sluice.notifier;

import dev.sluice.notifier.port.Destination;
import dev.sluice.notifier.port.Message;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Notices by channel and outcome, and how long deliveries took; a message that was given up is an error in the log. */
@ApplicationScoped
public class Meters {
    private static final Logger LOG = Logger.getLogger(Meters.class);
    private static final String NOTICES = "sluice.notices";
    private final MeterRegistry registry;

    @Inject
    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void alerted(Message message) {
        registry.counter(NOTICES, "channel", "alerts", "outcome", "delivered").increment();
        LOG.infof(
                "%s %s %s: %s",
                message.alert().target(),
                message.alert().action(),
                message.alert().dedupKey(),
                message.alert().title());
    }

    void delivered(Destination destination, Duration took) {
        registry.counter(NOTICES, "channel", destination.kind(), "outcome", "delivered")
                .increment();
        Timer.builder("sluice.notice.delivery")
                .description("from the alert's being on the alert topic to its delivery")
                .tag("channel", destination.kind())
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    void retried(Destination destination) {
        registry.counter(NOTICES, "channel", destination.kind(), "outcome", "retried")
                .increment();
    }

    void givenUp(Destination destination, Message message, String why) {
        registry.counter(NOTICES, "channel", destination.kind(), "outcome", "given-up")
                .increment();
        LOG.errorf("%s was not told of %s: %s", destination.title(), message.id(), why);
    }

    /** A record that should have been told, of which nothing more is known. */
    void untold(String record, String why) {
        registry.counter(NOTICES, "channel", "alerts", "outcome", "untold").increment();
        LOG.errorf("journal record %s was not told: %s", record, why);
    }
}
