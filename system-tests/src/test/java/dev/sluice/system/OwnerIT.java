package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.wire.Partitions;
import dev.sluice.events.wire.Topics;
import dev.sluice.local.ProcessSpec;
import dev.sluice.local.Service;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Two instances of traffic-service: the owner of a rollout is killed, and put to sleep. */
@Order(4)
@Isolated
@ExtendWith(SharedSystem.class)
class OwnerIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration HANDED_OVER = Duration.ofSeconds(10);
    private static final Duration ASLEEP = Duration.ofSeconds(12);
    private static final String ONE = Service.TRAFFIC.instance(1);
    private static final String TWO = Service.TRAFFIC.instance(2);

    @Test
    void anOwnerThatDiesOrSleepsIsReplaced(TestSystem system) throws Exception {
        Stages stages = Stages.each(Duration.ofSeconds(8), 20)
                .then(50, Duration.ofSeconds(16))
                .then(100, Duration.ofSeconds(3));
        system.add(second(system.spec(ONE)));
        try (Application app = Application.named("two-owners");
                Admin admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
            Wait.until("both own partitions", SOON, () -> members(admin).size() == 2);

            // Given a rollout, and the instance that owns it
            Rollout rollout = Rollout.start(system, app, stages);
            rollout.story().awaitSwitch(0, SOON);
            app.awaitCandidateRequests(3);
            String first = owner(admin, app);
            String heir = first.equals(ONE) ? TWO : ONE;

            // When the owner dies
            long killed = system.kill(first);
            Api.Answer asked = system.api(heir).steer(rollout.id().text(), "pause");
            assertThat(asked.status()).as(asked.body()).isEqualTo(202);

            // Then the other one acts within 10 s
            rollout.story().await(Lifecycle.RolloutPaused.class, SOON);
            Duration handedOver = Duration.ofNanos(System.nanoTime() - killed);
            Measured.say("owner killed: the other one answered %.1f s later", handedOver.toMillis() / 1000.0);
            assertThat(handedOver).isLessThan(HANDED_OVER);
            system.start(first);
            system.api(heir).steer(rollout.id().text(), "resume");

            // And when the owner of the next stage sleeps longer than its session
            rollout.story().awaitSwitch(1, SOON);
            String sleeper = owner(admin, app);
            system.signal(sleeper, "STOP");
            Wait.untilPassed(System.nanoTime(), ASLEEP);
            system.signal(sleeper, "CONT");

            // Then the rollout goes on with no effect twice and no way back
            rollout.story().awaitEnd(Lifecycle.RolloutCompleted.class, SOON);
            Measured.say(
                    "owner killed, then one asleep: writes at the router %s",
                    app.router().writes());
            assertThat(app.router().course()).containsExactly(20, 50, 100);
            assertThat(rollout.story().all(Lifecycle.TrafficSwitched.class)).hasSize(3);
            assertThat(rollout.story().all(Lifecycle.SafetyNetUsed.class)).isEmpty();
            rollout.tookEveryStageOnceInFull();
            rollout.isToldAlikeByEverybody();
        } finally {
            system.signal(TWO, "CONT");
            system.remove(TWO);
        }
    }

    /** The same program ten ports higher, under a client id by which the group's coordinator tells it apart. */
    private static ProcessSpec second(ProcessSpec first) {
        int port = first.port() + 10;
        Map<String, String> environment = new HashMap<>(first.environment());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("MP_MESSAGING_INCOMING_OWNED_CLIENT_ID", TWO);
        Optional<URI> ready = Optional.of(URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
        return new ProcessSpec(TWO, first.command(), environment, port, ready);
    }

    /** Which instance owns the application's partition, by the group's coordinator. */
    private static String owner(Admin admin, Application app) {
        TopicPartition partition = new TopicPartition(Topics.COMMANDS, Partitions.of(app.target(), 12));
        MemberDescription member = Wait.forValue("an owner of " + partition, SOON, () -> members(admin).stream()
                .filter(each -> each.assignment().topicPartitions().contains(partition))
                .findFirst());
        return member.clientId().startsWith(TWO) ? TWO : ONE;
    }

    private static List<MemberDescription> members(Admin admin) {
        try {
            return admin.describeConsumerGroups(List.of("sluice-traffic")).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the group can't be asked for its members", e);
        }
    }
}
