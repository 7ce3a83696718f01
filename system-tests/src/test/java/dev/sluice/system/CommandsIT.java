package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Commands that come twice, at the wrong time, or as nonsense. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedSystem.class)
class CommandsIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Stages SHORT = Stages.each(Duration.ofSeconds(3), 50, 100);

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theSameStartOverHttpTwiceStartsOneRollout(TestSystem system) {
        try (Application app = Application.named("twice-http")) {
            // When one start is sent twice with one key, and another one while the target is busy
            Map<String, String> key = Map.of("Idempotency-Key", "release-5.1");
            Api.Answer once = system.traffic().start(app.plan(SHORT), key);
            Api.Answer again = system.traffic().start(app.plan(SHORT), key);
            Api.Answer other = system.traffic().start(app.plan(SHORT), Map.of("Idempotency-Key", "another"));

            // Then both answers name the one rollout that begins, and the other one is refused
            assertThat(once.status()).as(once.body()).isEqualTo(202);
            assertThat(again.status()).as(again.body()).isEqualTo(202);
            assertThat(again.header("location"))
                    .isEqualTo(once.header("location"))
                    .isNotEmpty();
            assertThat(other.status()).isEqualTo(202);
            Story story = system.story(app.target());
            story.awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
            assertThat(story.all(Lifecycle.RolloutRequested.class)).hasSize(1);
            assertThat(story.all(Lifecycle.CommandRefused.class))
                    .extracting(Lifecycle.CommandRefused::code)
                    .containsExactly(RefusalCode.TARGET_BUSY);
            story.isWhole();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theSameRecordTwiceStartsOneRollout(TestSystem system) throws Exception {
        try (Application app = Application.named("twice-kafka");
                Commands commands = new Commands(system)) {
            // When a pipeline's producer sends its start twice
            Commands.Letter start = commands.start("pipeline-77", app.target(), app.plan(SHORT));
            commands.send(start);
            commands.send(start);

            // Then one rollout begins, and the second record changes nothing, nor does a third after the end
            Story story = system.story(app.target());
            story.awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
            commands.send(start);
            commands.send(start.header("ce_id", "pipeline-78").withBody("{}"));
            assertThat(deadLetter(system, app.target().toString(), "plan")).isPresent();
            assertThat(story.outline()).isEqualTo(SHORT.outline());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nonsenseEndsInTheDeadLettersAndDisturbsNobody(TestSystem system) throws Exception {
        Stages stages = Stages.each(Duration.ofSeconds(5), 20, 100);
        try (Application app = Application.named("undisturbed");
                Application other = Application.named("never-started");
                Commands commands = new Commands(system)) {
            // Given a rollout that runs
            Rollout rollout = Rollout.start(system, app, stages);
            rollout.story().awaitSwitch(0, SOON);

            // When nonsense comes, under the key of the same target too
            Map<String, Commands.Letter> nonsense = nonsense(commands, app, other);
            Map<String, RecordMetadata> sent = new LinkedHashMap<>();
            nonsense.forEach((reason, letter) -> sent.put(reason, commands.send(letter)));

            // Then each ends in the dead letters with its reason
            sent.forEach((reason, place) -> {
                ConsumerRecord<byte[], byte[]> letter = deadLetter(system, place)
                        .orElseThrow(() -> new AssertionError("no dead letter for: " + reason));
                assertThat(header(letter, "sluice-reason")).as(reason).containsIgnoringCase(reason);
                assertThat(letter.value().length).isLessThanOrEqualTo(64 * 1024);
            });

            // And the rollout goes on as if nothing had come
            rollout.story().awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
            assertThat(rollout.story().outline()).isEqualTo(stages.outline());
            rollout.tookEveryStageOnceInFull();
            rollout.isToldAlikeByEverybody();
            assertThat(system.story(other.target()).accepted()).isEmpty();
        }
    }

    /** By a part of the reason that is expected for it. */
    private static Map<String, Commands.Letter> nonsense(Commands commands, Application app, Application other)
            throws Exception {
        String plan = other.plan(SHORT);
        Commands.Letter good = commands.start("nonsense", other.target(), plan);
        Commands.Letter busy = commands.start("nonsense-busy", app.target(), app.plan(SHORT));
        byte[] noise = new byte[1_000_000];
        new Random(7).nextBytes(noise);
        Map<String, Commands.Letter> all = new LinkedHashMap<>();
        all.put("not JSON", good.withBody("{\"plan\": {{{"));
        all.put("unknown command type", busy.header("ce_type", "dev.sluice.command.start.v9"));
        all.put("not a CloudEvent", busy.without("ce_id").without("ce_type").without("ce_specversion"));
        all.put(
                "weight",
                commands.start(
                        "n-1",
                        other.target(),
                        plan.replace("50%", "100%").replace("at-100, weight: 100%", "x, weight: 20%")));
        all.put("target", commands.start("n-2", other.target(), plan.replaceFirst("(?m)^target:.*$", "")));
        all.put("expected at most", busy.withBody(noise));
        all.put(
                "no JSON object",
                busy.header("ce_type", "dev.sluice.command.pause.v1").withBody("[]"));
        return all;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nonsenseOverHttpIsAnsweredWithTheReason(TestSystem system) {
        try (Application app = Application.named("nonsense-http")) {
            String plan = app.plan(SHORT);
            byte[] tenMegabytes = new byte[10 << 20];
            Arrays.fill(tenMegabytes, (byte) 'x');

            // When nonsense is posted, then the answer is a 4xx that names what is wrong
            isRefused(system, "{\"plan\": {{{", 400, "");
            isRefused(system, plan.replaceFirst("(?m)^target:.*$", ""), 400, "target");
            isRefused(system, plan.replace("weight: 50%", "weight: 50"), 400, "stages[0].weight");
            isRefused(system, plan.replace("weight: 100%", "weight: 20%"), 400, "stages[1].weight");
            Api.Answer big = system.traffic().post("/rollouts", "application/json", tenMegabytes);
            assertThat(big.status()).isEqualTo(413);
            assertThat(system.story(app.target()).accepted()).isEmpty();
        }
    }

    private static void isRefused(TestSystem system, String plan, int status, String field) {
        Api.Answer answer =
                system.traffic().post("/rollouts", "application/yaml", plan.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().path("field").asText()).as(answer.body()).isEqualTo(field);
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> deadLetter(TestSystem system, RecordMetadata place) {
        return system.deadLetters()
                .first(
                        letter -> header(letter, "sluice-partition").equals(Integer.toString(place.partition()))
                                && header(letter, "sluice-offset").equals(Long.toString(place.offset())),
                        SOON);
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> deadLetter(
            TestSystem system, String key, String partOfReason) {
        return system.deadLetters()
                .first(
                        letter -> letter.key() != null
                                && new String(letter.key(), StandardCharsets.UTF_8).equals(key)
                                && header(letter, "sluice-reason").contains(partOfReason),
                        SOON);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
