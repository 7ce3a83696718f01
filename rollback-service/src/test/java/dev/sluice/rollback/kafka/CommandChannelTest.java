package dev.sluice.rollback.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.command.Command;
import dev.sluice.events.value.EventId;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import dev.sluice.rollback.Given;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class CommandChannelTest {
    private static final Codec CODEC = new Codec("test");

    @Test
    void only_rollbacks_are_read() {
        assertThat(Commands.read(sent(new Command.RollBack(Given.ID, Given.ANA))))
                .isPresent();
        assertThat(Commands.read(sent(new Command.Abort(Given.ID, Given.ANA)))).isEmpty();
        assertThat(Commands.read(sent(new Command.Pause(Given.ID, Given.ANA)))).isEmpty();
    }

    @Test
    void what_can_not_be_read_is_left_to_traffic_service() {
        ProducerRecord<byte[], byte[]> good = sent(new Command.RollBack(Given.ID, Given.ANA));
        byte[] noise = new byte[10_000_000];
        Arrays.fill(noise, (byte) 'x');

        assertThat(Commands.read(record(good, good.key(), noise))).isEmpty();
        assertThat(Commands.read(record(good, good.key(), "{}".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        assertThat(Commands.read(record(good, "no target".getBytes(StandardCharsets.UTF_8), good.value())))
                .isEmpty();
        assertThat(Commands.read(new ProducerRecord<>(Topics.COMMANDS, good.key(), good.value())))
                .isEmpty();
    }

    private static ProducerRecord<byte[], byte[]> sent(Command command) {
        return CODEC.encode(new EventId("c-1"), Given.SHOP, command);
    }

    private static ProducerRecord<byte[], byte[]> record(
            ProducerRecord<byte[], byte[]> like, byte[] key, byte[] value) {
        return new ProducerRecord<>(like.topic(), null, key, value, like.headers());
    }
}
