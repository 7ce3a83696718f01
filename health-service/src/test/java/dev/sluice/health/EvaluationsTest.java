package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EvaluationsTest {
    private final List<Runnable> aside = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
    private final Evaluations evaluations = new Evaluations(
            (record, cause) -> {
                sent.add(record);
                acknowledgements.add(new CompletableFuture<>());
                return acknowledgements.getLast();
            },
            new Codec("health-service"),
            new Meters(registry),
            new Settings(),
            aside::add);

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            evaluations.add(
                    Given.SHOP,
                    new StageEvaluated(
                            Given.ID, 0, StageEvaluated.Kind.TRIGGERS, Verdict.HEALTHY, Given.START, List.of()),
                    Optional.empty());
        }
    }

    @Test
    void areSentAsideAllThatWaitAtOnce() {
        add(3);
        assertThat(sent).as("nothing is sent on the way").isEmpty();
        assertThat(aside).as("asked for once").hasSize(1);
        aside.removeFirst().run();
        assertThat(sent).hasSize(3).allSatisfy(record -> assertThat(record.topic())
                .isEqualTo(Topics.MEASUREMENTS));
        add(1);
        assertThat(aside).as("and again for what came later").hasSize(1);
    }

    @Test
    void doNotPileUpWhileTheBrokerIsAway() {
        add(550);
        assertThat(registry.counter("sluice.health.measurements.dropped").count())
                .isEqualTo(50);
        aside.removeFirst().run();
        acknowledgements.forEach(each -> each.complete(null));
        add(1);
        aside.removeFirst().run();
        assertThat(sent).hasSize(501);
    }

    @Test
    void waitAMomentOnAThreadBesideTheLoop() throws InterruptedException {
        ThreadAside beside = new ThreadAside();
        AtomicReference<String> thread = new AtomicReference<>("");
        CountDownLatch done = new CountDownLatch(1);
        long start = System.nanoTime();
        beside.execute(() -> {
            throw new IllegalStateException("one that fails does not keep back the next");
        });
        beside.execute(() -> {
            thread.set(Thread.currentThread().getName());
            done.countDown();
        });
        done.await();
        beside.close();
        assertThat(thread.get()).isEqualTo("sluice-aside");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000L);
    }
}
