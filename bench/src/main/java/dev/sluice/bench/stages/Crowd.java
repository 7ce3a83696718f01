package dev.sluice.bench.stages;

import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.RouterReadback;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.PlanReader;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Weight;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Many targets, each with an open rollout whose first stage is watched: their states are folded from records, as they are
 * when they were read from the journal. All partitions are this instance's. Never changes.
 */
final class Crowd implements Reader, Ownership {
    static final int METRICS = 6;
    /** A metric that only triggers ask for: who asks for it begins a round. */
    static final Name OF_TRIGGERS = new Name("disk");

    static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int PARTITIONS = 12;
    private static final String PLAN = """
            target: bench/app-%d
            version: "2"
            routers:
            - {type: http, name: edge, url: "http://127.0.0.1:1/"}
            sources:
            - {type: prometheus, name: prom, url: "http://127.0.0.1:2"}
            metrics:
            - {name: error-rate, source: prom, unit: ratio, read: {kind: promql, query: errors}}
            - {name: latency-p95, source: prom, unit: s, read: {kind: promql, query: p95}}
            - {name: latency-p99, source: prom, unit: s, read: {kind: promql, query: p99}}
            - {name: cpu, source: prom, unit: ratio, read: {kind: promql, query: cpu}}
            - {name: memory, source: prom, unit: ratio, read: {kind: promql, query: memory}}
            - {name: disk, source: prom, unit: ratio, read: {kind: promql, query: disk}}
            stages:
            - {name: first, weight: 5%%, duration: 12h}
            - {name: last, weight: 100%%, duration: 1m}
            validation:
              every: 30s
              checks:
              - {metric: error-rate, expect: "< 0.1%%"}
              - {metric: latency-p95, expect: "< 500ms"}
            triggers:
              every: 10s
              list:
              - {metric: error-rate, when: "> 1%%"}
              - {metric: latency-p95, when: "> 1s"}
              - {metric: latency-p99, when: "> 2s"}
              - {metric: cpu, when: "> 90%%"}
              - {metric: memory, when: "> 90%%"}
              - {metric: disk, when: "> 90%%"}
            """;
    private final Codec codec = new Codec("bench");
    private final Map<Target, TargetState> states = new HashMap<>();

    Crowd(int size) {
        for (int i = 0; i < size; i++) {
            TargetState state = watched(PlanReader.read(PLAN.formatted(i).getBytes(StandardCharsets.UTF_8)));
            states.put(state.target(), state);
        }
    }

    private TargetState watched(Plan plan) {
        StartKey key = new StartKey("k");
        RolloutId id = RolloutId.of(plan.target(), key);
        Weight weight = Weight.percent(5);
        List<RouterReadback> readBack = List.of(new RouterReadback(new Name("edge"), weight, Optional.empty(), 400));
        TargetState state = TargetState.unknown(plan.target());
        int offset = 0;
        for (Lifecycle event : List.of(
                new Lifecycle.RolloutRequested(id, key, new Requester("bench", ""), plan),
                new Lifecycle.RolloutStarted(id),
                new Lifecycle.StageStarted(id, 0, new Name("first"), weight),
                new Lifecycle.TrafficSwitched(id, 0, weight, readBack, 900))) {
            state = after(state, event, offset++);
        }
        return state;
    }

    private TargetState after(TargetState state, Lifecycle event, int offset) {
        ProducerRecord<byte[], byte[]> sent = codec.encode(Codec.propose(
                state.target(), state.gate().version() + 1, state.gate().last(), event));
        return Fold.read(
                        state,
                        new ConsumerRecord<>(
                                sent.topic(),
                                partition(state.target()),
                                offset,
                                Instant.now().toEpochMilli(),
                                TimestampType.LOG_APPEND_TIME,
                                0,
                                0,
                                sent.key(),
                                sent.value(),
                                new RecordHeaders(sent.headers().toArray()),
                                Optional.empty()))
                .state();
    }

    @Override
    public Collection<TargetState> states() {
        return states.values();
    }

    @Override
    public Optional<TargetState> state(Target target) {
        return Optional.ofNullable(states.get(target));
    }

    @Override
    public Optional<TargetState> owning(RolloutId rollout) {
        return states.values().stream()
                .filter(state -> state.rollout(rollout).isPresent())
                .findFirst();
    }

    @Override
    public int partition(Target target) {
        return Partitions.of(target, PARTITIONS);
    }

    @Override
    public Instant now(int partition) {
        return Instant.now();
    }

    @Override
    public boolean caughtUp() {
        return true;
    }

    @Override
    public boolean acts(int partition) {
        return true;
    }

    @Override
    public Set<Integer> acting() {
        return IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toSet());
    }

    @Override
    public int epoch() {
        return 1;
    }

    @Override
    public Duration sinceConfirmed(int partition) {
        return Duration.ZERO;
    }
}
