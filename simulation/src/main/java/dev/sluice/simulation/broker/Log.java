package dev.sluice.simulation.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One partition of one topic: records in order, and readers, each of which gets them in order, sooner or later. */
public final class Log {
    private static final Duration AGAIN = Duration.ofMillis(100);
    private final Broker broker;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    Log(Broker broker) {
        this.broker = broker;
    }

    /** One reader's place. */
    public final class Reading {
        private final Client client;
        private final Consumer<ConsumerRecord<byte[], byte[]>> to;
        private int next;
        private boolean scheduled;
        private boolean closed;

        private Reading(Client client, int from, Consumer<ConsumerRecord<byte[], byte[]>> to) {
            this.client = client;
            this.next = from;
            this.to = to;
        }

        public int next() {
            return next;
        }

        public void close() {
            closed = true;
            readings.remove(this);
        }

        private void fetchAfter(Duration delay) {
            if (!scheduled && !closed && next < records.size()) {
                scheduled = true;
                broker.scheduler().after(delay, this::fetch);
            }
        }

        private void fetch() {
            scheduled = false;
            if (closed || !client.alive()) {
                return;
            }
            if (!client.awake() || !broker.reachable(client)) {
                fetchAfter(AGAIN);
                return;
            }
            int end = records.size();
            while (next < end && !closed) {
                to.accept(records.get(next++));
            }
            fetchAfter(broker.latency());
        }
    }

    public int size() {
        return records.size();
    }

    public ConsumerRecord<byte[], byte[]> get(int offset) {
        return records.get(offset);
    }

    public List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** From this offset on, to a reader that is called outside of the process: it hands on what belongs inside. */
    public Reading read(Client client, int from, Consumer<ConsumerRecord<byte[], byte[]>> to) {
        Reading reading = new Reading(client, from, to);
        readings.add(reading);
        reading.fetchAfter(broker.latency());
        return reading;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        records.add(record);
        for (Reading reading : List.copyOf(readings)) {
            if (reading.client.alive()) {
                reading.fetchAfter(broker.latency());
            } else {
                readings.remove(reading);
            }
        }
    }
}
