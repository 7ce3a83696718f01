package dev.sluice.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.measure.PushedSample;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Quantity;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Poison;
import dev.sluice.health.Given;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleReaderTest {
    private static final PushedSample SAMPLE =
            new PushedSample(Given.ERRORS, "5.1", Quantity.parse("0.5%"), Given.START);
    private static final String JSON = """
            {"metric":"error-rate","version":"5.1","value":"0.5%","at":"2026-11-01T10:00:00Z"}""";

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, String value) {
        return new ConsumerRecord<>(
                "sluice.metrics",
                0,
                0,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsPlainJson() throws Poison {
        assertThat(SampleReader.read(record("shop/checkout", JSON)))
                .isEqualTo(new SampleReader.Read(Given.SHOP, SAMPLE));
    }

    @Test
    void readsACloudEvent() throws Poison {
        ProducerRecord<byte[], byte[]> sent = new Codec("app").encode(new EventId("s1"), Given.SHOP, SAMPLE);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
        sent.headers().forEach(header -> record.headers().add(header));
        assertThat(SampleReader.read(record)).isEqualTo(new SampleReader.Read(Given.SHOP, SAMPLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "shop/checkout|noise|the payload can't be read",
                "shop/checkout|~~|no payload",
                "shop/checkout|{\"metric\":\"m\"}|version: is missing",
                "shop/checkout|{\"metric\":\"m\",\"version\":\"1\",\"value\":\"7\",\"at\":\"2026-11-01T10:00:00Z\"}"
                        + "|expected a number with its unit",
                "nonsense|" + JSON + "|no target",
                "|" + JSON + "|no key"
            })
    void saysWhatIsWrong(@Nullable String key, String value, String reason) {
        assertThatThrownBy(() -> SampleReader.read(record(key, value)))
                .isInstanceOf(Poison.class)
                .hasMessageContaining(reason);
    }

    @Test
    void readsNoNoiseAndNoOtherType() {
        assertThatThrownBy(() -> SampleReader.read(record("shop/checkout", "x".repeat(100_000))))
                .hasMessageContaining("64 KiB");
        ConsumerRecord<byte[], byte[]> other = record("shop/checkout", JSON);
        other.headers().add("ce_type", "dev.sluice.command.start.v1".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> SampleReader.read(other)).hasMessageContaining("dev.sluice.command.start.v1");
    }
}
