package dev.sluice.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chassis.http.Check;
import dev.sluice.events.wire.Topics;
import dev.sluice.local.FreePorts;
import dev.sluice.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What traffic-service is told about its rights by a real broker that has an authorizer. */
class RightsOnKafkaTest {
    private static final List<String> READ =
            List.of(Topics.COMMANDS, Topics.ROLLOUTS, Topics.TARGETS, Topics.MEASUREMENTS);
    private static final List<String> WRITE =
            List.of(Topics.COMMANDS, Topics.ROLLOUTS, Topics.TARGETS, Topics.DEAD_LETTERS);
    private static final String GROUP = "sluice-traffic";

    @TempDir
    private static Path data = Path.of("");

    private static GuardedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = GuardedBroker.start(data);
        broker.grant(ResourceType.TOPIC, AclOperation.READ, List.of(Topics.COMMANDS, Topics.ROLLOUTS, Topics.TARGETS));
        broker.grant(ResourceType.TOPIC, AclOperation.WRITE, List.of(Topics.COMMANDS, Topics.TARGETS));
        broker.grant(ResourceType.GROUP, AclOperation.READ, List.of(GROUP));
        join(broker.operator(), GROUP);
        join(broker.operator(), "sluice-other");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static void join(Map<String, Object> settings, String group) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Map<String, Object> own = new java.util.HashMap<>(settings);
        own.put("group.id", group);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(own, bytes, bytes)) {
            consumer.subscribe(List.of(Topics.COMMANDS));
            Await.until("joined " + group, () -> {
                consumer.poll(Duration.ofMillis(50));
                return !consumer.assignment().isEmpty();
            });
            consumer.commitSync();
        }
    }

    private static List<Check> look(Map<String, Object> settings, String group) {
        NeededRights needed =
                new NeededRights(Optional.of(READ), Optional.of(WRITE), Optional.of(List.of(group)), group, true);
        return new RightsOnKafka(new KafkaSettings(settings, "traffic-service"), needed).look();
    }

    private static Check of(String what, List<Check> checks) {
        return checks.stream()
                .filter(check -> check.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRightThatIsMissingIsNamedAndTheOthersAreToldBesideIt() {
        List<Check> checks = look(broker.user("right"), GROUP);

        assertThat(of("topic sluice.commands", checks))
                .isEqualTo(Check.ok("topic sluice.commands", "right to READ and WRITE"));
        assertThat(of("topic sluice.rollouts", checks))
                .isEqualTo(Check.wrong("topic sluice.rollouts", "no right to WRITE sluice.rollouts"));
        assertThat(of("group sluice-traffic", checks))
                .isEqualTo(Check.ok("group sluice-traffic", "right to READ and DESCRIBE"));
    }

    @Test
    void aTopicThatMayNotEvenBeSeenIsAMissingRight() {
        List<Check> checks = look(broker.user("right"), GROUP);

        assertThat(of("topic sluice.measurements", checks).ok()).isFalse();
        assertThat(of("topic sluice.measurements", checks).detail())
                .isEqualTo("no right to READ sluice.measurements, nor to see it");
        assertThat(of("topic sluice.dead-letters", checks).detail())
                .isEqualTo("no right to WRITE sluice.dead-letters, nor to see it");
    }

    @Test
    void aGroupOfOthersIsAMissingRight() {
        assertThat(of("group sluice-other", look(broker.user("right"), "sluice-other")))
                .isEqualTo(
                        Check.wrong("group sluice-other", "no right to READ and DESCRIBE sluice-other, nor to see it"));
    }

    @Test
    void whoMayDoEverythingIsToldThatThisProvesNoAuthorizer() {
        assertThat(look(broker.operator(), GROUP).stream().skip(1))
                .hasSize(6)
                .allSatisfy(check -> assertThat(check.ok()).isTrue())
                .allSatisfy(check -> assertThat(check.detail()).isEqualTo("no authorizer or every right"));
    }

    @Test
    void aGroupThatNobodyHasJoinedIsNotKnownToBeRight() {
        Check group = of("group sluice-unborn", look(broker.operator(), "sluice-unborn"));

        assertThat(group.ok()).isFalse();
        assertThat(group.known()).isFalse();
    }

    @Test
    void aPasswordThatIsWrongIsToldAsSuch() {
        assertThat(look(broker.user("wrong"), GROUP)).singleElement().satisfies(check -> {
            assertThat(check.ok()).isFalse();
            assertThat(check.detail()).contains("does not accept who we are");
        });
    }

    @Test
    void aBrokerThatIsGoneIsOneFindingWithinItsLimit() {
        long began = System.nanoTime();

        List<Check> checks = look(
                Map.of("bootstrap.servers", "127.0.0.1:" + FreePorts.choose(1).getFirst()), GROUP);

        assertThat(checks).singleElement().satisfies(check -> {
            assertThat(check.ok()).isFalse();
            assertThat(check.detail()).isEqualTo("no answer within 2 s");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aBrokerThatLeavesTheAnswerOutProvesNothing() {
        Check check = RightsOnKafka.check(
                "topic",
                "sluice.rollouts",
                java.util.Set.of(AclOperation.READ),
                new RightsOnKafka.Answer<>(Optional.empty(), Optional.empty()));

        assertThat(check.ok()).isFalse();
        assertThat(check.known()).isFalse();
    }
}
