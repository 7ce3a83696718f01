package dev.sluice.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Service;
import dev.sluice.events.story.Fold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What this instance acts for, after everything that a group may say or fail to say. */
class KafkaOwnershipTest {
    private final Heard heard = new Heard();
    private final KafkaOwnership ownership =
            new KafkaOwnership(new Immediately(), (partition, then) -> then.run(), heard);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    KafkaOwnershipTest() {
        consumer.subscribe(List.of("t"));
    }

    /** The group gives {@code added}, so that the consumer has {@code all}. */
    private void rebalance(List<TopicPartition> all, List<TopicPartition> added) {
        consumer.rebalance(all);
        ownership.given(consumer, added);
    }

    private static List<TopicPartition> partitions(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> new TopicPartition("t", number))
                .toList();
    }

    @Test
    void actsForWhatItIsGivenUntilItIsTaken() {
        rebalance(partitions(0, 3), partitions(0, 3));
        ownership.taken(partitions(1, 2));

        assertThat(ownership.acting()).containsExactlyInAnyOrder(0, 2);
        assertThat(heard.words).containsExactly("owned 0", "owned 1", "owned 2", "lost 1");
    }

    @Test
    void keepsWhatAFurtherRebalanceLeavesIt() {
        rebalance(partitions(0, 2), partitions(0, 2));
        rebalance(partitions(0, 3), partitions(2, 3));

        assertThat(heard.words).containsExactly("owned 0", "owned 1", "owned 2");
    }

    @Test
    void actsNoMoreForWhatItLostInItsSleepThoughNobodySaidSo() {
        rebalance(partitions(0, 6), partitions(0, 6));

        rebalance(partitions(6, 12), partitions(6, 12));

        assertThat(ownership.acting()).containsExactlyInAnyOrder(6, 7, 8, 9, 10, 11);
        assertThat(heard.words).contains("lost 0", "lost 5").endsWith("owned 11");
    }

    @Test
    void beginsAnewWithWhatIsGivenBackAfterALossThatNobodyTold() {
        rebalance(partitions(0, 1), partitions(0, 1));

        rebalance(partitions(0, 1), partitions(0, 1));

        assertThat(heard.words).containsExactly("owned 0", "lost 0", "owned 0");
    }

    private static final class Immediately implements Loop {
        @Override
        public void post(Runnable task) {
            task.run();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            throw new AssertionError("nothing waits here");
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }

    private static final class Heard implements Service {
        private final List<String> words = new ArrayList<>();

        @Override
        public void onJournal(Fold.Step step, ConsumerRecord<byte[], byte[]> record) {}

        @Override
        public void onOwned(int partition) {
            words.add("owned " + partition);
        }

        @Override
        public void onLost(int partition) {
            words.add("lost " + partition);
        }

        @Override
        public CompletionStage<Void> onOwnedRecord(ConsumerRecord<byte[], byte[]> record) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
