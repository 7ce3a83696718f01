package dev.sluice.chassis.kafka;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.MetricReading;
import dev.sluice.events.journal.Proposed;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Codec;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Tells a whole rolled-back rollout in memory while the service starts. The way back is the one path that is rarely gone
 * and must be fast the first time: without this, its first run would load hundreds of classes.
 */
@Startup
@Singleton
public class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final Target TARGET = Target.parse("sluice/warm-up");
    private static final RolloutId ROLLOUT = RolloutId.of(TARGET, new StartKey("warm-up"));
    private static final Requester NOBODY = new Requester("warm-up", "none");
    private static final int TIMES = 20;
    private static final String PLAN = """
            target: sluice/warm-up
            version: "2"
            routers: [{name: r, type: http, url: "http://127.0.0.1:1"}]
            sources: [{name: s, type: pushed}]
            metrics: [{name: error-rate, source: s, unit: ratio, read: {kind: sample}}]
            """;
    private final Codec codec = new Codec("warm-up");

    WarmUp() {
        long start = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            tell();
        }
        LOG.debugf("warmed up in %d ms", (System.nanoTime() - start) / 1_000_000);
    }

    private void tell() {
        TargetState state = TargetState.unknown(TARGET);
        for (JournalEvent event : story(PlanReader.read(PLAN.getBytes(StandardCharsets.UTF_8)))) {
            ConsumerRecord<byte[], byte[]> record = sent(state, event);
            Fold.Step step = Fold.read(state, record);
            if (step.fate() != Fold.Fate.ACCEPTED) {
                throw new IllegalStateException("the warm-up's story is not one: " + event + " is " + step.problem());
            }
            state = step.state();
        }
    }

    private ConsumerRecord<byte[], byte[]> sent(TargetState state, JournalEvent event) {
        Proposed proposed =
                switch (event) {
                    case Lifecycle lifecycle ->
                        Codec.propose(
                                TARGET, state.gate().version() + 1, state.gate().last(), lifecycle);
                    case Fact fact -> Codec.propose(TARGET, fact);
                };
        ProducerRecord<byte[], byte[]> out = codec.encode(proposed);
        ConsumerRecord<byte[], byte[]> in =
                new ConsumerRecord<>(out.topic(), 0, state.covers() + 1, out.key(), out.value());
        out.headers().forEach(in.headers()::add);
        return in;
    }

    private static List<JournalEvent> story(Plan plan) {
        Name router = new Name("r");
        Name metric = new Name("error-rate");
        List<RouterReadback> readback = List.of(new RouterReadback(router, Weight.ZERO, Optional.empty(), 1));
        MetricReading reading = new MetricReading(
                metric,
                "q",
                OptionalDouble.of(1),
                "ratio",
                "> 0.5%",
                MetricReading.Outcome.HELD,
                Optional.empty(),
                Optional.of(Instant.EPOCH));
        return List.of(
                new Lifecycle.RolloutRequested(ROLLOUT, new StartKey("warm-up"), NOBODY, plan),
                new Lifecycle.RolloutStarted(ROLLOUT),
                new Lifecycle.StageStarted(ROLLOUT, 0, plan.stages().getFirst().name(), Weight.percent(5)),
                new Lifecycle.TrafficSwitched(ROLLOUT, 0, Weight.percent(5), readback, 1),
                new Fact.StageValidated(ROLLOUT, 4, 0, 1, List.of(reading)),
                new Fact.MetricsBreached(ROLLOUT, 4, 0, metric, 2, Reaction.ROLLBACK, Instant.EPOCH, reading),
                new Fact.RollbackRequested(ROLLOUT, 4, "error-rate", NOBODY),
                new Lifecycle.TrafficRestored(ROLLOUT, readback, 1),
                new Fact.SwitchVerified(ROLLOUT, 5, List.of(new Verification("router r", true, "0%"))),
                new Fact.RollbackCompleted(
                        ROLLOUT,
                        5,
                        new RollbackTimes(Optional.of(Instant.EPOCH), Instant.EPOCH, Instant.EPOCH, Instant.EPOCH)),
                new Lifecycle.RolloutRolledBack(ROLLOUT, "warm-up"));
    }
}
