package dev.sluice.chassis.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records each reader of this process is behind, per topic: {@code sluice.consumer.lag}. It is there from the
 * first assignment on and under the same labels for as long as the process runs, which the client's own metrics are not;
 * and those who read by assignment, without a group, are in it.
 */
@ApplicationScoped
public class ConsumerLag {
    private record Reading(String reader, String topic) {}

    private final MeterRegistry meters;
    private final ConcurrentMap<Reading, AtomicLong> lags = new ConcurrentHashMap<>();

    @Inject
    ConsumerLag(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Looks at a consumer, on the thread that polls it; asks nobody. What another has taken over counts as 0. */
    void look(String reader, Consumer<?, ?> consumer) {
        Map<String, Long> now = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            now.merge(partition.topic(), consumer.currentLag(partition).orElse(0), Long::sum);
        }
        now.keySet().forEach(topic -> lags.computeIfAbsent(new Reading(reader, topic), this::gauge));
        lags.forEach((reading, lag) -> {
            if (reading.reader().equals(reader)) {
                lag.set(now.getOrDefault(reading.topic(), 0L));
            }
        });
    }

    private AtomicLong gauge(Reading reading) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder("sluice.consumer.lag", lag, AtomicLong::get)
                .tag("topic", reading.topic())
                .tag("reader", reading.reader())
                .register(meters);
        return lag;
    }
}
