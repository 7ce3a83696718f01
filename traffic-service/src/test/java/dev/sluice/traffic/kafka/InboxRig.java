package dev.sluice.traffic.kafka;

import dev.sluice.chassis.Outbox;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.kafka.DeadLetters;
import dev.sluice.chassis.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Optional;

/** The inbox of one instance. */
public final class InboxRig {
    private InboxRig() {}

    public static CommandInbox of(Reader reader, Outbox outbox, MeterRegistry meters) {
        KafkaSettings settings = make(KafkaSettings.class, Map.of(), "traffic-service");
        DeadLetters letters = make(DeadLetters.class, outbox, meters, settings);
        return new CommandInbox(reader, outbox, letters, Optional::empty);
    }

    /** The container makes them, in a package that tests of this module have no business in. */
    private static <T> T make(Class<T> type, Object... arguments) {
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (each.getParameterCount() == arguments.length) {
                try {
                    each.setAccessible(true);
                    return type.cast(each.newInstance(arguments));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(type + " can't be made", e);
                }
            }
        }
        throw new AssertionError(type + " has no constructor with " + arguments.length + " arguments");
    }
}
