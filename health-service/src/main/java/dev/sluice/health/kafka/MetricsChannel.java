package dev.sluice.health.kafka;

import dev.sluice.chassis.kafka.DeadLetters;
import dev.sluice.events.wire.Poison;
import dev.sluice.health.HealthService;
import dev.sluice.health.Meters;
import dev.sluice.health.pushed.PushedSamples;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes the samples of {@code sluice.metrics}, all of them, from now on: every instance has its own group, so that
 * whoever takes a partition over has its newest samples. One that can't be read stops nothing.
 */
@ApplicationScoped
public class MetricsChannel {
    private static final Logger LOG = Logger.getLogger(MetricsChannel.class);
    private final HealthService service;
    private final PushedSamples samples;
    private final DeadLetters letters;
    private final Meters meters;
    private final InstantSource clock;

    @Inject
    public MetricsChannel(
            HealthService service, PushedSamples samples, DeadLetters letters, Meters meters, InstantSource clock) {
        this.service = service;
        this.samples = samples;
        this.letters = letters;
        this.meters = meters;
        this.clock = clock;
    }

    @Incoming("metrics")
    void take(ConsumerRecord<byte[], byte[]> record) {
        Instant readAt = clock.instant();
        try {
            SampleReader.Read read = SampleReader.read(record);
            PushedSamples.Arrival arrival = samples.add(read.target(), read.sample());
            switch (arrival.fate()) {
                case TAKEN -> service.pushed(read.target(), arrival.sample(), readAt, cause(record));
                case SAME, LATE -> LOG.debugf("a sample of %s is not new", read.target());
                case FROM_THE_FUTURE ->
                    throw new Poison("at: expected a time that has passed, found "
                            + read.sample().at());
            }
            meters.pushed(arrival.fate().name().toLowerCase(Locale.ROOT));
        } catch (Poison e) {
            meters.pushed("malformed");
            letters.send(record, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a sample at %s-%d/%d", record.topic(), record.partition(), record.offset());
            meters.pushed("malformed");
            letters.send(record, String.valueOf(e));
        }
    }

    private static Optional<String> cause(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("traceparent");
        return Optional.ofNullable(header).map(found -> new String(found.value(), StandardCharsets.UTF_8));
    }
}
