package dev.sluice.health.kafka;

import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.WireType;
import dev.sluice.events.wire.WireTypes;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads what applications push: the sample's JSON, as a CloudEvent or without any header. */
final class SampleReader {
    private static final int BYTES_MAX = 64 * 1024;
    private static final WireType SAMPLE = WireTypes.ALL.stream()
            .filter(type -> type.record() == PushedSample.class)
            .findFirst()
            .orElseThrow(() -> new AssertionError("the contract has samples"));

    private SampleReader() {}

    /** A sample and the target that its key names. */
    record Read(Target target, PushedSample sample) {}

    static Read read(ConsumerRecord<byte[], byte[]> record) throws Poison {
        Header type = record.headers().lastHeader("ce_type");
        String given = type == null ? SAMPLE.name() : new String(type.value(), StandardCharsets.UTF_8);
        if (!given.equals(SAMPLE.name())) {
            throw new Poison("expected the type " + SAMPLE.name() + ", found " + Refusal.shown(given));
        }
        if (record.value() != null && record.value().length > BYTES_MAX) {
            throw new Poison("expected a sample of at most 64 KiB, found " + record.value().length + " bytes");
        }
        return new Read(Codec.target(record), Codec.bind(record.value(), PushedSample.class));
    }
}
