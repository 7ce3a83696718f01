package dev.sluice.events.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.InMemoryJournal;
import dev.sluice.events.Plans;
import dev.sluice.events.Samples;
import dev.sluice.events.command.Command;
import dev.sluice.events.command.Commanded;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {
    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();
    private static final String START = "dev.sluice.command.start.v1";
    private static final String PAUSE = "dev.sluice.command.pause.v1";

    static Stream<Command> commands() {
        return Samples.all().stream()
                .filter(sample -> sample instanceof Command)
                .map(Command.class::cast);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatWasEncodedIsReadBack(Command command) throws Poison {
        ConsumerRecord<byte[], byte[]> record = InMemoryJournal.received(
                new Codec("cli").encode(Samples.COMMAND, Samples.TARGET, command), 0, Samples.AT);
        Commanded read = CommandCodec.decode(record, NONE);
        assertThat(read.command()).isEqualTo(command);
        assertThat(read.target()).isEqualTo(Samples.TARGET);
        assertThat(read.id()).isEqualTo(Samples.COMMAND);
    }

    @Test
    void aStartNeedsNoKeyAndNobody() throws Poison {
        Commanded read = CommandCodec.decode(record(START, "{\"plan\":" + planJson() + "}"), NONE);
        assertThat(read.command()).isInstanceOfSatisfying(Command.Start.class, start -> {
            assertThat(start.startKey().text()).isEqualTo("c-1");
            assertThat(start.by()).isEqualTo(new Requester("/pipeline", ""));
        });
    }

    @Test
    void missingTopLevelFieldsOfAPlanComeFromTheServicesDefaults() throws Poison, IOException {
        ObjectNode defaults = (ObjectNode)
                Json.WIRE.valueToTree(Map.of("safetyNet", Map.of("hold", "8s", "restore", "15s"), "version", "9.9"));
        String written = "{\"plan\":" + Json.YAML.readTree(Plans.SMALLEST) + "}";
        Commanded read = CommandCodec.decode(record(START, written), defaults);
        Command.Start start = (Command.Start) read.command();
        assertThat(start.plan().safetyNet().hold()).hasToString("8s");
        assertThat(start.plan().version()).as("what the plan says itself stays").isEqualTo("5.1");
    }

    static Stream<Arguments> malformed() {
        String rollout = "\"rollout\":\"" + Samples.ROLLOUT + "\"";
        return Stream.of(
                row("bad JSON", PAUSE, "{\"rollout\":", "not JSON"),
                row("no JSON at all", PAUSE, "pause please", "not JSON"),
                row("two documents", PAUSE, "{} {}", "not JSON"),
                row("no object", PAUSE, "[1]", "no JSON object"),
                row("empty", PAUSE, "", "no JSON object"),
                row(
                        "unknown type",
                        "dev.sluice.command.explode.v1",
                        "{}",
                        "unknown command type 'dev.sluice.command.explode.v1'"),
                row("another topic's type", "dev.sluice.rollout.completed.v1", "{}", "unknown command type"),
                row("missing rollout", PAUSE, "{}", "rollout: is missing"),
                row("null rollout", PAUSE, "{\"rollout\":null}", "rollout: is missing"),
                row("no rollout id", PAUSE, "{\"rollout\":\"Nr. 5\"}", "rollout: expected a rollout id"),
                row("wrong type", PAUSE, "{\"rollout\":{}}", "rollout"),
                row("unknown field", PAUSE, "{" + rollout + ",\"force\":true}", "force: is not a field that is known"),
                row("duplicate field", PAUSE, "{" + rollout + "," + rollout + "}", "Duplicate field 'rollout'"),
                row("wrong by", PAUSE, "{" + rollout + ",\"by\":7}", "by"),
                row("full is a word", "dev.sluice.command.promote.v1", "{" + rollout + ",\"full\":\"yes\"}", "full"),
                row("start without a plan", START, "{}", "plan: is missing"),
                row("plan is a text", START, "{\"plan\":\"plan.yaml\"}", "plan: is missing"),
                row(
                        "unknown field of start",
                        START,
                        "{\"plan\":{},\"when\":\"now\"}",
                        "when: is not a field that is known"),
                row("bad start key", START, "{\"startKey\":\"a b\",\"plan\":{}}", "startKey: expected 1 to 128"),
                row("wrong by of start", START, "{\"plan\":" + planJson() + ",\"by\":{\"name\":1}}", "by.name: is not"),
                plan("missing target", "target", null, "plan.target: is missing"),
                plan("bad target", "target", "\"checkout\"", "plan.target: expected 'namespace/application'"),
                plan("missing version", "version", null, "plan.version: expected the new version"),
                plan("bad version", "version", "\"5 point 1\"", "plan.version: expected the new version"),
                plan("wrong apiVersion", "apiVersion", "\"sluice.dev/v9\"", "plan.apiVersion: expected sluice.dev/v1"),
                plan("no routers", "routers", "[]", "plan.routers: expected at least one router"),
                plan("routers of another type", "routers", "\"haproxy\"", "plan.routers"),
                plan(
                        "percentages out of order",
                        "stages",
                        "[{\"name\":\"a\",\"weight\":\"50%\",\"duration\":\"1m\"},{\"name\":\"b\",\"weight\":\"20%\",\"duration\":\"1m\"}]",
                        "plan.stages[1].weight: expected more than the stage before it (50%), found 20%"),
                plan(
                        "a bare number",
                        "stages",
                        "[{\"name\":\"a\",\"weight\":100,\"duration\":\"1m\"}]",
                        "plan.stages[0].weight: expected a text with its unit"),
                plan(
                        "a huge plan",
                        "people",
                        "{\"contacts\":{\"a\":\"" + "x".repeat(300_000) + "\"}}",
                        "plan: expected at most 256 KiB"));
    }

    private static Arguments row(String name, String type, String payload, String reason) {
        return Arguments.of(name, type, payload, reason);
    }

    private static Arguments plan(String name, String field, @Nullable String value, String reason) {
        try {
            ObjectNode plan = (ObjectNode) Json.WIRE.readTree(planJson());
            if (value == null) {
                plan.remove(field);
            } else {
                plan.set(field, Json.WIRE.readTree(value));
            }
            return row(name, START, "{\"plan\":" + plan + "}", reason);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMalformedCommandIsPoisonThatNamesTheField(String name, String type, String payload, String reason) {
        assertThatThrownBy(() -> CommandCodec.decode(record(type, payload), NONE))
                .as(name)
                .isInstanceOf(Poison.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("ce_specversion", null, "CloudEvent"),
                Arguments.of("ce_specversion", "7.0", "CloudEvent"),
                Arguments.of("ce_id", null, "CloudEvent"),
                Arguments.of("ce_id", " ", "ce_id"),
                Arguments.of("ce_id", "i".repeat(201), "ce_id: at most 200"),
                Arguments.of("ce_type", null, "CloudEvent"),
                Arguments.of("ce_source", null, "CloudEvent"),
                Arguments.of("ce_version", "two", "ce_version is not a number"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aMissingOrBadHeaderIsPoison(String header, @Nullable String value, String reason) {
        Map<String, String> headers = new LinkedHashMap<>(headers(PAUSE));
        headers.remove(header);
        if (value != null) {
            headers.put(header, value);
        }
        byte[] payload = ("{\"rollout\":\"" + Samples.ROLLOUT + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CommandCodec.decode(record(headers, payload), NONE))
                .isInstanceOf(Poison.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aSteerWithoutAKeyIsPoison() {
        byte[] payload = ("{\"rollout\":\"" + Samples.ROLLOUT + "\"}").getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record =
                InMemoryJournal.record(Topics.COMMANDS, 0, Samples.AT, null, payload, recordHeaders(headers(PAUSE)));
        assertThatThrownBy(() -> CommandCodec.decode(record, NONE))
                .isInstanceOf(Poison.class)
                .hasMessageContaining("no key");
    }

    @Test
    void tenMegabytesOfNoiseAreRefusedAtOnce() {
        byte[] noise = new byte[10 * 1024 * 1024];
        new Random(3).nextBytes(noise);
        byte[] text = new byte[10 * 1024 * 1024];
        Arrays.fill(text, (byte) '[');
        for (byte[] payload : new byte[][] {noise, text}) {
            assertThatThrownBy(() -> CommandCodec.decode(record(headers(START), payload), NONE))
                    .isInstanceOf(Poison.class)
                    .hasMessage("the payload has 10485760 bytes: expected at most 524288");
        }
    }

    @Test
    void noiseOfEveryLengthIsPoison() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> CommandCodec.decode(record(headers(START), noise), NONE))
                    .isInstanceOf(Poison.class);
        }
    }

    @Test
    void deepNestingIsPoison() {
        String deep = "{\"plan\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        assertThatThrownBy(() -> CommandCodec.decode(record(START, deep), NONE))
                .isInstanceOf(Poison.class)
                .hasMessageContaining("nesting depth");
    }

    private static String planJson() {
        return new String(Codec.json(Plans.smallest()), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(String type, String payload) {
        return record(headers(type), payload.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(String type) {
        return Map.of(
                "ce_specversion", "1.0",
                "ce_id", "c-1",
                "ce_type", type,
                "ce_source", "/pipeline",
                "content-type", "application/json");
    }

    private static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, byte[] payload) {
        byte[] key = Partitions.key(Samples.TARGET);
        return InMemoryJournal.record(Topics.COMMANDS, 0, Samples.AT, key, payload, recordHeaders(headers));
    }

    private static RecordHeaders recordHeaders(Map<String, String> headers) {
        RecordHeaders written = new RecordHeaders();
        headers.forEach((name, value) -> written.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return written;
    }

    @Test
    void theDefaultsAreNotChanged() throws Poison {
        JsonNode before = NONE.deepCopy();
        Commanded read = CommandCodec.decode(record(START, "{\"plan\":" + planJson() + "}"), NONE);
        assertThat(read.id()).isEqualTo(new EventId("c-1"));
        assertThat(NONE).isEqualTo(before);
    }
}
