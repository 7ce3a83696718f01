package dev.sluice.traffic.clusterrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.HeaderMatch;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.port.Observed;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.Split;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.TrafficRouter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not the router's survives, byte for byte, and whoever else writes there loses nothing. */
abstract class Survival {
    private static final RolloutId ROLLOUT = new RolloutId("shop-aaaaaaaaaa");
    private static final String COUNTER = "example.com/counter";
    private static final int TRIES = 3;
    private static final int[] UP = {5, 20, 50, 100};

    abstract ObjectRig rig(Kit kit) throws Exception;

    static Stream<Kit> kits() {
        return Stream.of(RichKit.istio(), RichKit.gateway(), RichKit.nginx());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kits")
    void nothingButOurWeightsAndTheAnnotationChanges(Kit kit) throws Exception {
        try (ObjectRig rig = rig(kit);
                TrafficRouter router = rig.router()) {
            ObjectNode before = RichKit.foreign(rig.standing());

            for (int percent : UP) {
                router.shift(Split.of(Weight.percent(percent)), new Stamp(ROLLOUT, percent, 1));
                assertThat(RichKit.foreign(rig.standing())).isEqualTo(before);
            }
            Split header = Split.of(Weight.percent(20), new HeaderMatch("x-canary-user", "true"));
            router.shift(header, new Stamp(ROLLOUT, 101, 1));
            assertThat(RichKit.foreign(rig.standing())).isNotEqualTo(before);
            router.restore(new Stamp(ROLLOUT, 102, 1));

            assertThat(RichKit.foreign(rig.standing())).isEqualTo(before);
        }
    }

    /** Fifty times a second somebody else counts up, comparing and setting as well. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("kits")
    void everyShareAndTheRestoreLandInAStormOfOtherWrites(Kit kit) throws Exception {
        try (ObjectRig rig = rig(kit);
                TrafficRouter router = rig.hurried()) {
            Storm storm = new Storm(rig);
            for (int percent : UP) {
                storm.awaitMore();
                Weight share = Weight.percent(percent);
                Observed set = tried(() -> router.shift(Split.of(share), new Stamp(ROLLOUT, percent, 1)));
                assertThat(set.candidate()).isEqualTo(share);
            }
            storm.awaitMore();
            assertThat(tried(() -> router.restore(new Stamp(ROLLOUT, 101, 1))).restored())
                    .isTrue();
            storm.awaitMore();
            storm.end();

            assertThat(counter(rig.standing())).isEqualTo(storm.written.get());
            assertThat(router.observe().restored()).isTrue();
        }
    }

    @FunctionalInterface
    private interface Write {
        Observed made() throws RouterFailure;
    }

    /** Three times, after which traffic-service would tell somebody of a restore. */
    private static Observed tried(Write write) throws RouterFailure {
        for (int time = 1; time < TRIES; time++) {
            try {
                return write.made();
            } catch (RouterFailure.Unreachable mayPass) {
                // A second was not enough; the next one may be.
            }
        }
        return write.made();
    }

    private static int counter(JsonNode object) {
        return object.path("metadata").path("annotations").path(COUNTER).asInt();
    }

    private static final class Storm {
        private final ObjectRig rig;
        private final ObjectRef ref;
        private final AtomicInteger written = new AtomicInteger();
        private final AtomicReference<String> lost = new AtomicReference<>("");
        private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();

        Storm(ObjectRig rig) {
            this.rig = rig;
            this.ref = rig.kit().split(rig.namespace());
            writer.scheduleAtFixedRate(this::write, 0, 20, TimeUnit.MILLISECONDS);
        }

        private void write() {
            ObjectNode standing = rig.standing();
            if (counter(standing) != written.get()) {
                lost.set("wrote " + written + ", found " + counter(standing));
            }
            Tree.annotations(standing).put(COUNTER, String.valueOf(written.get() + 1));
            try {
                rig.admin().raw(ref.path(), "PUT", standing.toString());
                written.incrementAndGet();
            } catch (KubernetesClientException e) {
                // A conflict: the router was faster, and the next turn counts.
                if (e.getCode() != 409) {
                    lost.set(String.valueOf(e));
                }
            }
        }

        void awaitMore() {
            int had = written.get();
            dev.sluice.testkit.Await.until(
                    "the storm goes on", java.time.Duration.ofSeconds(30), () -> written.get() > had, () -> lost.get());
        }

        void end() throws InterruptedException {
            writer.shutdown();
            assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(lost.get()).isEmpty();
        }
    }
}
