package dev.sluice.notifier.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Topics;
import dev.sluice.notifier.Given;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaHistoryTest {
    private static final TopicPartition JOURNAL = new TopicPartition(Topics.ROLLOUTS, 3);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    @Test
    void it_reads_the_targets_records_of_the_range_and_no_others() {
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(JOURNAL, 0L));
            for (long offset = 10; offset < 20; offset++) {
                Target target = offset % 2 == 0 ? Given.SHOP : new Target("shop", "other");
                consumer.addRecord(new ConsumerRecord<>(
                        Topics.ROLLOUTS, 3, offset, Partitions.key(target), new byte[] {(byte) offset}));
            }
        });

        List<ConsumerRecord<byte[], byte[]>> read = new KafkaHistory(() -> consumer).read(Given.SHOP, 3, 11, 16);

        assertThat(read).extracting(ConsumerRecord::offset).containsExactly(12L, 14L, 16L);
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void a_journal_that_can_not_be_read_is_said_so() {
        consumer.setPollException(new KafkaException("no broker"));

        assertThatThrownBy(() -> new KafkaHistory(() -> consumer).read(Given.SHOP, 3, 11, 16))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no broker");
    }
}
