package dev.sluice.traffic.kafka;

import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.kafka.DeadLetters;
import dev.sluice.chassis.kafka.KafkaSettings;
import dev.sluice.traffic.Made;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;

/** The inbox of one instance. */
public final class InboxRig {
    private InboxRig() {}

    public static CommandInbox of(Reader reader, Outbox outbox, MeterRegistry meters) {
        KafkaSettings settings = Made.of(KafkaSettings.class, Map.of(), "traffic-service");
        DeadLetters letters = Made.of(DeadLetters.class, outbox, meters, settings);
        return new CommandInbox(reader, outbox, letters, Optional::empty);
    }
}
