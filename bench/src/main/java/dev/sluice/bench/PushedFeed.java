package dev.sluice.bench;

import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Samples that are pushed to {@code sluice.metrics}. The calm one goes along with each, so that it is never stale. */
final class PushedFeed implements Feed {
    private final Target target;
    private final Codec codec = new Codec("bench");
    private final KafkaProducer<byte[], byte[]> producer;
    private long turnedNanos;
    private int count;

    PushedFeed(String bootstrap, Target target) {
        this.target = target;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public String source() {
        return "{name: app, type: pushed}";
    }

    @Override
    public String read(String metric) {
        return "{kind: sample}";
    }

    @Override
    public void begin() throws InterruptedException, ExecutionException {
        turn(false);
        producer.flush();
    }

    @Override
    public long turn(boolean bad) {
        push("calm", "0%");
        producer.flush();
        turnedNanos = System.nanoTime();
        push("errors", bad ? "50%" : "0%");
        return turnedNanos;
    }

    private void push(String metric, String value) {
        PushedSample sample = new PushedSample(new Name(metric), "2", Quantity.parse(value), Instant.now());
        count++;
        producer.send(codec.encode(new EventId("bench/pushed/" + count), target, sample));
    }

    /**
     * A round of triggers runs every 200 ms beside what is pushed: a sample comes at any moment between two. It comes out
     * of the blue, too, not while four services still deal with the breach or recovery before it.
     */
    @Override
    public int periodMs() {
        return 200;
    }

    @Override
    public long firstReadNanos() {
        return turnedNanos;
    }

    @Override
    public void close() {
        producer.close();
    }
}
