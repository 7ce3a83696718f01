package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * From the moment at which health-service has read a bad sample (its own clock reading, in the journal) to the moment at
 * which HAProxy is seen with everything latched on stable. Both clocks are this machine's. The look at HAProxy is
 * repeated every 0.2 ms, which is part of the figure.
 */
final class BreachToRestored {
    private static final Target TARGET = Target.parse("bench/app");
    private static final String PLAN = """
            target: bench/app
            version: "2"
            routers:
              - name: edge
                type: haproxy
                address: tcp://127.0.0.1:%d
                percent: {stableBackend: app_stable, candidateBackend: app_candidate}
                map: {file: "%s", key: app}
            sources: [{name: app, type: pushed}]
            metrics: [{name: error-rate, source: app, unit: ratio, read: {kind: sample}}]
            stages:
              - {name: half, weight: 50%%, duration: 10m}
              - {name: all, weight: 100%%, duration: 1m}
            """;
    private final Rollouts rollouts;
    private final Haproxy haproxy;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Codec codec = new Codec("bench");

    BreachToRestored(Rollouts rollouts, Haproxy haproxy, String bootstrap) {
        this.rollouts = rollouts;
        this.haproxy = haproxy;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    Sample measure(int warmUp, int runs) throws IOException, InterruptedException, ExecutionException {
        long[] nanos = new long[runs];
        for (int i = -warmUp; i < runs; i++) {
            long took = once(i + warmUp);
            if (i >= 0) {
                nanos[i] = took;
            }
        }
        producer.close();
        return new Sample(nanos);
    }

    private long once(int number) throws IOException, InterruptedException, ExecutionException {
        String rollout = rollouts.start(PLAN.formatted(haproxy.adminPort(), haproxy.map()));
        rollouts.await(rollout, detail -> detail.path("phase").asText().equals("observing"));
        push(number + "/good", "0%");
        push(number + "/bad", "50%");
        while (!haproxy.latched()) {
            LockSupport.parkNanos(200_000);
        }
        Instant restored = Instant.now();
        rollouts.await(rollout, detail -> detail.path("outcome").asText().equals("rolled-back"));
        JsonNode breach = rollouts.event(rollout, "dev.sluice.metrics.breached.v1");
        Instant read = Instant.parse(breach.path("event").path("readAt").asText());
        return Duration.between(read, restored).toNanos();
    }

    private void push(String id, String value) throws InterruptedException, ExecutionException {
        PushedSample sample = new PushedSample(new Name("error-rate"), "2", Quantity.parse(value), Instant.now());
        producer.send(codec.encode(new EventId("bench/" + id), TARGET, sample)).get();
    }
}
