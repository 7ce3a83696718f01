package dev.sluice.traffic.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.command.Command;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.measure.Measurement.Verdict;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import dev.sluice.testkit.Await;
import dev.sluice.traffic.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that strangers put on the topic, good and bad. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class CommandsOverKafkaTest {
    private static final Codec CODEC = new Codec("pipeline");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @SuppressWarnings("NullAway.Init")
    String bootstrap;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI base;

    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void open() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        producer.close(Duration.ofSeconds(2));
    }

    private static ProducerRecord<byte[], byte[]> start(String key) {
        StartKey startKey = new StartKey(key);
        return CODEC.encode(
                new EventId("start/" + key), Samples.TARGET, new Command.Start(startKey, Samples.plan(), Samples.ANN));
    }

    private static ProducerRecord<byte[], byte[]> broken(String payload) {
        ProducerRecord<byte[], byte[]> good = start("broken");
        return new ProducerRecord<>(good.topic(), null, good.key(), payload.getBytes(UTF_8), good.headers());
    }

    @Test
    void malformedCommandsEndAsDeadLettersWithTheirReasonAndNothingElseIsDisturbed() {
        List<ProducerRecord<byte[], byte[]>> bad = List.of(
                broken("{"),
                broken("{\"plan\": {\"target\": \"demo/checkout\"}}"),
                broken("{\"plan\": {}, \"surprise\": 1}"),
                new ProducerRecord<>(Topics.COMMANDS, "demo/checkout".getBytes(UTF_8), "hello".getBytes(UTF_8)),
                new ProducerRecord<>(Topics.COMMANDS, null, new byte[] {0, 1, 2}));
        bad.forEach(producer::send);
        ProducerRecord<byte[], byte[]> good = start("good");
        // In a partition that is not its own: it is forwarded.
        producer.send(new ProducerRecord<>(good.topic(), 0, good.key(), good.value(), good.headers()));
        producer.send(new ProducerRecord<>(good.topic(), 1, good.key(), good.value(), good.headers()));
        producer.flush();
        Api api = new Api(base);
        String rollout = RolloutId.of(Samples.TARGET, new StartKey("good")).text();
        Await.until("the start is known", () -> api.get("rollouts/" + rollout).status() == 200);
        api.untilPhase(rollout, "observing");
        showsWhatHealthSays(api, rollout);
        List<String> reasons = reasons(bad.size());
        assertThat(reasons)
                .hasSize(bad.size())
                .anyMatch(reason -> reason.contains("not JSON"))
                .anyMatch(reason -> reason.contains("version"))
                .anyMatch(reason -> reason.contains("surprise"))
                .anyMatch(reason -> reason.contains("CloudEvent"));
        String events = api.get("events?follow=false").response().body();
        assertThat(events.split("event:dev.sluice.rollout.requested.v1", -1)).hasSize(2);
        Await.until("everything is committed", this::committed);
    }

    /** The newest evaluation of the stage that is watched, and none of another. */
    private void showsWhatHealthSays(Api api, String rollout) {
        evaluation(rollout, 1, "no answer so far");
        evaluation(rollout, 0, "answered 401");
        evaluation(rollout, 0, "answered 503");
        Await.until(
                "the evaluation is shown",
                () -> api.get("rollouts/" + rollout).response().body().contains("answered 503"));
        JsonNode shown = api.get("rollouts/" + rollout).json().path("evaluations");
        assertThat(shown).hasSize(1);
        assertThat(shown.path(0).path("verdict").asText()).isEqualTo("unknown");
    }

    private void evaluation(String rollout, int stage, String why) {
        MetricReading reading = new MetricReading(
                new Name("error-rate"),
                "q",
                OptionalDouble.empty(),
                "ratio",
                "< 0.1%",
                MetricReading.Outcome.UNKNOWN,
                Optional.of(why),
                Optional.empty());
        producer.send(CODEC.encode(
                new EventId("evaluated/" + why.replace(' ', '-')),
                Samples.TARGET,
                new StageEvaluated(
                        new RolloutId(rollout),
                        stage,
                        StageEvaluated.Kind.VALIDATION,
                        Verdict.UNKNOWN,
                        Instant.EPOCH,
                        List.of(reading))));
        producer.flush();
    }

    private List<String> reasons(int expected) {
        List<String> reasons = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of())) {
            List<TopicPartition> all = partitions(consumer, Topics.DEAD_LETTERS);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Await.until(
                    "dead letters",
                    Duration.ofSeconds(10),
                    () -> {
                        for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                            reasons.add(new String(
                                    letter.headers().lastHeader("sluice-reason").value(), UTF_8));
                        }
                        return reasons.size() >= expected;
                    },
                    reasons::toString);
        }
        return reasons;
    }

    private boolean committed() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of("group.id", "sluice-traffic"))) {
            List<TopicPartition> all = partitions(consumer, Topics.COMMANDS);
            var committed = consumer.committed(java.util.Set.copyOf(all));
            return consumer.endOffsets(all).entrySet().stream()
                    .filter(end -> end.getValue() > 0)
                    .allMatch(end -> committed.get(end.getKey()) != null
                            && committed.get(end.getKey()).offset() == end.getValue());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.put("bootstrap.servers", bootstrap);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
