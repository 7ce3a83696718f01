package dev.sluice.events.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.InMemoryJournal;
import dev.sluice.events.Plans;
import dev.sluice.events.Samples;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    private static final Codec CODEC = new Codec("traffic-service");
    private static final Lifecycle PAUSED =
            new Lifecycle.RolloutPaused(Samples.ROLLOUT, Samples.ANN, Optional.of(Samples.COMMAND));

    @Test
    void aLifecycleEventTravelsAsACloudEventInBinaryMode() {
        Proposed proposed = Codec.propose(Samples.TARGET, 5, Optional.of(new EventId("v4-abc")), PAUSED);
        ProducerRecord<byte[], byte[]> record = CODEC.encode(proposed);
        assertThat(record.topic()).isEqualTo("sluice.rollouts");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("demo/checkout");
        assertThat(headers(record))
                .containsOnly(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", proposed.id().text()),
                        Map.entry("ce_type", "dev.sluice.rollout.paused.v1"),
                        Map.entry("ce_source", "/sluice/traffic-service"),
                        Map.entry("ce_subject", Samples.ROLLOUT.text()),
                        Map.entry("ce_version", "5"),
                        Map.entry("ce_after", "v4-abc"),
                        Map.entry("content-type", "application/json"));
    }

    @Test
    void aFactHasNoVersion() {
        Proposed proposed = Codec.propose(Samples.TARGET, new Fact.SwitchVerified(Samples.ROLLOUT, 4, List.of()));
        assertThat(headers(CODEC.encode(proposed))).doesNotContainKeys("ce_version", "ce_after");
        assertThat(proposed.id().text()).isEqualTo(Samples.ROLLOUT + "/4/switch.verified");
    }

    @Test
    void headersAreReadBack() throws Poison {
        Proposed proposed = Codec.propose(Samples.TARGET, 5, Optional.of(new EventId("v4-abc")), PAUSED);
        ProducerRecord<byte[], byte[]> record = CODEC.encode(proposed);
        record.headers().add("traceparent", "00-a-b-01".getBytes(StandardCharsets.UTF_8));
        Headers headers = Headers.of(InMemoryJournal.received(record, 0, Samples.AT));
        assertThat(headers)
                .isEqualTo(new Headers(
                        proposed.id(),
                        "dev.sluice.rollout.paused.v1",
                        "/sluice/traffic-service",
                        Optional.of(Samples.ROLLOUT.text()),
                        proposed.version(),
                        proposed.after(),
                        false,
                        Optional.of("00-a-b-01")));
    }

    @Test
    void anIdFollowsFromTheContentAndFromWhatItWasDecidedOn() {
        Optional<EventId> after = Optional.of(new EventId("v4-abc"));
        EventId id = Codec.propose(Samples.TARGET, 5, after, PAUSED).id();
        assertThat(Codec.propose(Samples.TARGET, 5, after, PAUSED).id()).isEqualTo(id);
        assertThat(id.text()).matches("v5-[a-z2-7]{16}");
        assertThat(Stream.of(
                                Codec.propose(Samples.TARGET, 6, after, PAUSED),
                                Codec.propose(Samples.TARGET, 5, Optional.empty(), PAUSED),
                                Codec.propose(Target.parse("demo/other"), 5, after, PAUSED),
                                Codec.propose(
                                        Samples.TARGET, 5, after, new Lifecycle.RolloutCompleted(Samples.ROLLOUT)))
                        .map(Proposed::id))
                .doesNotContain(id)
                .doesNotHaveDuplicates();
    }

    /** Map.copyOf iterates in another order in every process; an id or a digest must not. */
    @Test
    void theEntriesOfMapsAreWrittenInTheOrderOfTheirKeys() {
        StringBuilder contacts = new StringBuilder("people: {contacts: {");
        for (char role = 'z'; role >= 'a'; role--) {
            contacts.append(role).append(": x").append(role == 'a' ? "}}\n" : ", ");
        }
        String json = new String(Codec.json(Plans.read(Plans.SMALLEST + contacts)), StandardCharsets.UTF_8);
        assertThat(json).contains("\"contacts\":{\"a\":\"x\",\"b\":\"x\",\"c\":\"x\",\"d\":\"x\",\"e\":\"x\"");
    }

    @Test
    void anOverlongIdOfAFactIsCutAndStaysItsOwn() {
        Fact one = new Fact.RollbackRequested(Samples.ROLLOUT, 4, "t".repeat(300) + "1", Samples.ANN);
        Fact two = new Fact.RollbackRequested(Samples.ROLLOUT, 4, "t".repeat(300) + "2", Samples.ANN);
        assertThat(Codec.propose(Samples.TARGET, one).id())
                .isNotEqualTo(Codec.propose(Samples.TARGET, two).id());
    }

    @Test
    void aPulseGoesToItsPartition() {
        ProducerRecord<byte[], byte[]> record =
                CODEC.encode(new EventId("p-1"), 7, new Measurement.Pulse(7, List.of()));
        assertThat(record.partition()).isEqualTo(7);
        assertThat(record.topic()).isEqualTo("sluice.measurements");
    }

    @Test
    void aTargetsPartitionIsWhatKafkasOwnPartitionerGives() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Target target = new Target("n" + random.nextInt(50), "a" + random.nextInt(100_000));
            assertThat(Partitions.of(target, 12))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(Partitions.key(target), 12));
        }
        assertThat(Partitions.of(Target.parse("demo/checkout"), 12)).isEqualTo(DEMO_PARTITION);
    }

    private static final int DEMO_PARTITION = 10;

    @Test
    void anUnknownTypeIsNotAnError() throws Poison {
        ConsumerRecord<byte[], byte[]> record = InMemoryJournal.received(
                CODEC.encode(Codec.propose(Samples.TARGET, 1, Optional.empty(), PAUSED)), 0, Samples.AT);
        Headers known = Headers.of(record);
        Headers unknown = new Headers(
                known.id(),
                "dev.sluice.later.v9",
                known.source(),
                known.subject(),
                known.version(),
                known.after(),
                false,
                Optional.empty());
        assertThat(Codec.decode(unknown, record)).isEmpty();
    }

    @Test
    void fieldsOfANewerWriterArePassedOver() throws Poison {
        byte[] newer = ("{\"rollout\":\"" + Samples.ROLLOUT + "\",\"mood\":\"fine\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(Codec.bind(newer, Lifecycle.RolloutStarted.class))
                .isEqualTo(new Lifecycle.RolloutStarted(Samples.ROLLOUT));
    }

    @Test
    void aRecordWithoutAKeyOrWithABadOneIsPoison() {
        ConsumerRecord<byte[], byte[]> none =
                InMemoryJournal.record("t", 0, Samples.AT, null, new byte[0], new RecordHeaders());
        assertThatThrownBy(() -> Codec.target(none)).isInstanceOf(Poison.class).hasMessageContaining("no key");
        ConsumerRecord<byte[], byte[]> bad = InMemoryJournal.record(
                "t", 0, Samples.AT, "checkout".getBytes(StandardCharsets.UTF_8), new byte[0], new RecordHeaders());
        assertThatThrownBy(() -> Codec.target(bad))
                .isInstanceOf(Poison.class)
                .hasMessageContaining("namespace/application");
    }

    static Stream<JournalEvent> journalEvents() {
        return Samples.all().stream()
                .filter(sample -> sample instanceof JournalEvent)
                .map(JournalEvent.class::cast);
    }

    /** Whatever a record holds, the fold says so instead of throwing: each field in turn gone, null or of another type. */
    @ParameterizedTest
    @MethodSource("journalEvents")
    void theFoldNeverThrowsOnWhatARecordHolds(JournalEvent event) throws IOException {
        TargetState state = opened();
        ProducerRecord<byte[], byte[]> good = encode(state, event);
        for (byte[] payload : mutants(good.value())) {
            Fold.Step step = Fold.read(state, received(good.key(), payload, good.headers()));
            assertThat(step.fate())
                    .as(new String(payload, StandardCharsets.UTF_8))
                    .isIn(Fold.Fate.POISON, Fold.Fate.ACCEPTED);
            assertThat(step.state().snapshot()).isNotNull();
        }
        for (Header gone : good.headers()) {
            for (byte[] value :
                    new byte[][] {null, {}, {(byte) 0xff, 0}, "x".repeat(5_000).getBytes("UTF-8")}) {
                RecordHeaders headers = new RecordHeaders(good.headers().toArray());
                headers.remove(gone.key());
                headers.add(gone.key(), value);
                assertThat(Fold.read(state, received(good.key(), good.value(), headers))
                                .fate())
                        .isNotNull();
            }
        }
        assertThat(Fold.read(state, received(good.key(), null, good.headers())).fate())
                .isEqualTo(Fold.Fate.POISON);
    }

    private static TargetState opened() {
        InMemoryJournal journal = new InMemoryJournal();
        journal.append(
                Samples.TARGET,
                new Lifecycle.RolloutRequested(Samples.ROLLOUT, Samples.KEY, Samples.ANN, Samples.plan()));
        journal.append(Samples.TARGET, new Lifecycle.RolloutStarted(Samples.ROLLOUT));
        return journal.state(Samples.TARGET);
    }

    private static ProducerRecord<byte[], byte[]> encode(TargetState state, JournalEvent event) {
        return CODEC.encode(
                switch (event) {
                    case Lifecycle e ->
                        Codec.propose(
                                Samples.TARGET,
                                state.gate().version() + 1,
                                state.gate().last(),
                                e);
                    case Fact e -> Codec.propose(Samples.TARGET, e);
                });
    }

    private static ConsumerRecord<byte[], byte[]> received(
            byte[] key, byte @Nullable [] payload, org.apache.kafka.common.header.Headers headers) {
        return InMemoryJournal.record(Topics.ROLLOUTS, 9, Samples.AT, key, payload, headers);
    }

    private static List<byte[]> mutants(byte[] payload) throws IOException {
        List<byte[]> mutants = new ArrayList<>();
        ObjectNode tree = (ObjectNode) Json.WIRE.readTree(payload);
        mutate(tree, tree, mutants);
        for (String noise : List.of("", "null", "[]", "{}", "7", "{\"rollout\":", "\u0000\u0001")) {
            mutants.add(noise.getBytes(StandardCharsets.UTF_8));
        }
        return mutants;
    }

    private static void mutate(ObjectNode root, ObjectNode node, List<byte[]> mutants) throws IOException {
        for (Map.Entry<String, JsonNode> field : List.copyOf(node.properties())) {
            String name = field.getKey();
            JsonNode was = field.getValue();
            node.remove(name);
            mutants.add(Json.WIRE.writeValueAsBytes(root));
            for (String other : List.of("null", "-3", "\"x\"", "[null]", "{\"a\":[]}", "true", "1e400")) {
                node.set(name, Json.WIRE.readTree(other));
                mutants.add(Json.WIRE.writeValueAsBytes(root));
            }
            node.set(name, was);
            if (was instanceof ObjectNode inner) {
                mutate(root, inner, mutants);
            }
            if (was.isArray() && !was.isEmpty() && was.get(0) instanceof ObjectNode inner) {
                mutate(root, inner, mutants);
            }
        }
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Test
    void namesOfTheTableAreWellFormed() {
        assertThat(WireTypes.ALL).allSatisfy(type -> {
            assertThat(type.name()).matches("dev\\.sluice(\\.[a-z]+(-[a-z]+)*)+\\.v[1-9]");
            assertThat(Topics.ALL).contains(type.topic());
        });
    }
}
