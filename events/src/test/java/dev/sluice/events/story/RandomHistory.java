package dev.sluice.events.story;

import dev.sluice.events.InMemoryJournal;
import dev.sluice.events.Plans;
import dev.sluice.events.Samples;
import dev.sluice.events.journal.DataFact;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.NetAction;
import dev.sluice.events.journal.NetReason;
import dev.sluice.events.journal.RefusalCode;
import dev.sluice.events.journal.RestoreCause;
import dev.sluice.events.journal.RestoreDecision;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.StageFailure;
import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A long history of several targets in one partition, from a seed: every event follows on the state as a service would
 * decide it, mixed with what a real journal has besides: queued starts, facts that come late or twice, writers that lost,
 * events of the way up that were decided before a rollback request and stand behind it, types that nobody here knows,
 * and records that can't be read. Longer than 300 lines because it spells out a decision for every phase.
 */
final class RandomHistory {
    private static final List<Target> TARGETS =
            List.of(Target.parse("demo/checkout"), Target.parse("demo/search"), Target.parse("shop/cart"));

    private final Random random;
    private final InMemoryJournal journal = new InMemoryJournal();
    private final boolean mustUnderstand;
    private int keys;

    private RandomHistory(long seed, boolean mustUnderstand) {
        this.random = new Random(seed);
        this.mustUnderstand = mustUnderstand;
    }

    static InMemoryJournal of(long seed, int length, boolean mustUnderstand) {
        RandomHistory history = new RandomHistory(seed, mustUnderstand);
        while (history.journal.records().size() < length) {
            history.step();
        }
        return history.journal;
    }

    private void step() {
        // Mostly seconds, now and then days, so that start keys grow too old.
        journal.pass(one(40) ? Duration.ofDays(1 + random.nextInt(3)) : Duration.ofMillis(random.nextInt(90_000)));
        Target target = TARGETS.get(random.nextInt(TARGETS.size()));
        TargetState state = journal.state(target);
        if (one(7)) {
            disturb(target, state);
        } else if (state.open().isEmpty()) {
            begin(target, state);
        } else {
            goOn(target, state, state.open().get());
        }
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private void begin(Target target, TargetState state) {
        if (!state.queue().isEmpty() && !one(4)) {
            Lifecycle.RolloutQueued start = state.queue().getFirst().start();
            journal.append(
                    target,
                    new Lifecycle.RolloutRequested(start.rollout(), start.startKey(), start.by(), start.plan()));
            return;
        }
        StartKey key = key();
        RolloutId id = RolloutId.of(target, key);
        if (state.queue().stream().noneMatch(queued -> queued.id().equals(id))) {
            journal.append(target, new Lifecycle.RolloutRequested(id, key, Samples.ANN, plan(target)));
        }
    }

    /** Now and then a key that was used before. */
    private StartKey key() {
        return new StartKey("key-" + (keys > 3 && one(6) ? random.nextInt(keys) : keys++));
    }

    private static Plan plan(Target target) {
        return Plans.read(Plans.SMALLEST.replace("demo/checkout", target.toString()) + """
                bake: 1h
                workloads:
                  - {type: http, name: canary, role: canary, url: "http://h/c", onComplete: delete}
                  - {type: http, name: green, role: green, url: "http://h/g", prepare: {replicas: 1}}
                steps:
                  - {name: migrate, before: canary-start, gate: manual, run: {type: http, url: "http://h/m"}}
                  - {name: load, before: canary-start, onFailure: pause, run: {type: http, url: "http://h/l"}}
                  - {name: drive, during: canary-start, run: {type: http, url: "http://h/d"}}
                  - {name: tell, onRollback: true, run: {type: http, url: "http://h/t"}}
                """);
    }

    private void disturb(Target target, TargetState state) {
        switch (random.nextInt(9)) {
            case 0, 1 -> again(target);
            case 7 -> freeze(target, state);
            case 2 -> loser(target, state);
            case 3 -> queue(target, state);
            case 4 -> refuse(target, state);
            case 5 -> unknown(target, state);
            case 6 -> giveUpWaiting(target, state);
            default -> unreadable(target, state);
        }
    }

    private void again(Target target) {
        List<ConsumerRecord<byte[], byte[]>> earlier = journal.records().stream()
                .filter(record ->
                        new String(record.key(), java.nio.charset.StandardCharsets.UTF_8).equals(target.toString()))
                .toList();
        if (!earlier.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = earlier.get(random.nextInt(earlier.size()));
            journal.append(new ProducerRecord<>(
                    record.topic(), record.partition(), record.key(), record.value(), record.headers()));
        }
    }

    private void loser(Target target, TargetState state) {
        long version = state.gate().version() + random.nextInt(3) - 1;
        Lifecycle event = new Lifecycle.RolloutFailed(RolloutId.of(target, new StartKey("nobody")), "lost");
        journal.append(Codec.propose(target, version, Optional.of(new EventId("another")), event));
    }

    private void queue(Target target, TargetState state) {
        StartKey key = key();
        RolloutId id = RolloutId.of(target, key);
        boolean known = state.queue().stream().anyMatch(queued -> queued.id().equals(id))
                || state.open().map(RolloutState::id).equals(Optional.of(id));
        if (state.open().isPresent() && !known) {
            journal.append(target, new Lifecycle.RolloutQueued(id, key, Samples.ANN, plan(target)));
        }
    }

    private void giveUpWaiting(Target target, TargetState state) {
        if (!state.queue().isEmpty() && one(2)) {
            journal.append(
                    target, new Lifecycle.RolloutAborted(state.queue().getLast().id(), Samples.ANN));
        }
    }

    private void refuse(Target target, TargetState state) {
        journal.append(
                target,
                new Lifecycle.CommandRefused(
                        state.open().map(RolloutState::id),
                        new EventId("command-" + random.nextInt(1_000)),
                        "dev.sluice.command.pause.v1",
                        RefusalCode.NOT_NOW,
                        "",
                        Samples.ANN));
    }

    private void freeze(Target target, TargetState state) {
        EventId command = new EventId("command-" + random.nextInt(1_000));
        journal.append(
                target,
                state.frozen().isPresent()
                        ? new Lifecycle.TargetThawed(Samples.ANN, command)
                        : new Lifecycle.TargetFrozen(Samples.ANN, command));
    }

    private void unknown(Target target, TargetState state) {
        Map<String, String> headers = new java.util.HashMap<>(Map.of(
                "ce_specversion", "1.0",
                "ce_id", "u-" + random.nextInt(),
                "ce_source", "/sluice/newer",
                "ce_type", "dev.sluice.invented.later.v1"));
        if (one(2)) {
            headers.put("ce_version", Long.toString(state.gate().version() + 1));
            state.gate().last().ifPresent(last -> headers.put("ce_after", last.text()));
        }
        if (mustUnderstand) {
            headers.put("ce_mustunderstand", "true");
        }
        journal.append(target, new byte[] {'{', '}'}, headers);
    }

    private void unreadable(Target target, TargetState state) {
        if (one(2)) {
            journal.append(target, new byte[] {1, 2, 3}, Map.of("what", "noise"));
            return;
        }
        ProducerRecord<byte[], byte[]> good = new Codec("test")
                .encode(journal.next(target, new Lifecycle.RolloutStarted(RolloutId.of(target, new StartKey("x")))));
        journal.append(new ProducerRecord<>(
                Topics.ROLLOUTS, InMemoryJournal.PARTITION, good.key(), new byte[] {'['}, good.headers()));
    }

    private void goOn(Target target, TargetState target0, RolloutState open) {
        if (one(5)) {
            health(target, target0, open);
        } else if (one(15)) {
            back(target, target0, open);
        } else {
            move(target, open);
        }
    }

    private void health(Target target, TargetState state, RolloutState open) {
        long of = state.gate().version() - random.nextInt(3);
        int number = open.healthFacts();
        Name trigger = new Name(one(2) ? "error-rate" : "latency-p95");
        int stage = Math.max(0, open.stage());
        journal.append(
                target,
                switch (random.nextInt(5)) {
                    case 0 -> new Fact.StageValidated(open.id(), of, stage, number, List.of(Samples.reading()));
                    case 1 ->
                        new Fact.ValidationFailed(
                                open.id(), of, stage, number, 1, Reaction.ALERT, List.of(Samples.reading()));
                    case 2 ->
                        new Fact.MetricsBreached(
                                open.id(),
                                of,
                                stage,
                                trigger,
                                number,
                                Reaction.PAUSE,
                                journal.now(),
                                Samples.reading());
                    case 3 -> checks(open, of);
                    default -> new Fact.HealthRecovered(open.id(), of, trigger, number, Samples.reading());
                });
    }

    private Fact checks(RolloutState open, long of) {
        Name step = new Name("migrate");
        long attempt = open.step(step).map(StepStory::version).orElse(of);
        StepResult result = one(2) ? StepResult.SUCCEEDED : StepResult.FAILED;
        return new Fact.ChecksJudged(open.id(), attempt, step, result, List.of(Samples.reading()));
    }

    private void back(Target target, TargetState state, RolloutState open) {
        switch (random.nextInt(4)) {
            case 0 ->
                journal.append(
                        target,
                        new Lifecycle.RestoreStarted(
                                open.id(),
                                one(2) ? RestoreCause.ABORT : RestoreCause.ROLLBACK,
                                Samples.ANN,
                                new EventId("command-" + random.nextInt(1_000))));
            case 1 ->
                journal.append(
                        target,
                        new Lifecycle.SafetyNetUsed(
                                open.id(),
                                NetAction.values()[random.nextInt(3)],
                                NetReason.VERDICTS_STALE,
                                "no verdict"));
            default -> requestThenLateEvent(target, state, open);
        }
    }

    private void requestThenLateEvent(Target target, TargetState state, RolloutState open) {
        journal.append(
                target, new Fact.RollbackRequested(open.id(), state.gate().version(), "error-rate", Samples.ANN));
        if (one(2) && open.goingUp()) {
            move(target, open);
        }
    }

    private void move(Target target, RolloutState open) {
        RolloutId id = open.id();
        switch (open.phase()) {
            case Phase.Requested p -> requested(target, id, p.version());
            case Phase.Ready p when random.nextInt(5) == 0 -> journal.append(target, step(open));
            case Phase.Observing p when one(6) -> journal.append(target, attempt(id, new Name("drive")));
            case Phase.Restored p when one(3) -> journal.append(target, attempt(id, new Name("tell")));
            case Phase.Closing p -> closing(target, id);
            case Phase.Ready p
            when p.next() == open.plan().stages().size() ->
                journal.append(target, one(2) ? new Lifecycle.BakeStarted(id) : new Lifecycle.RolloutCompleted(id));
            case Phase.Baking p -> journal.append(target, bake(open));
            case Phase.Ready p -> {
                var stage = open.plan().stages().get(p.next());
                journal.append(target, new Lifecycle.StageStarted(id, p.next(), stage.name(), stage.weight()));
            }
            case Phase.Shifting p ->
                journal.append(target, new Lifecycle.TrafficSwitched(id, p.stage(), p.weight(), List.of(), 900));
            case Phase.Observing p -> watch(target, open, p);
            case Phase.Failing p ->
                journal.append(target, new Fact.RollbackRequested(id, p.version(), "stage-failed", Samples.ANN));
            case Phase.Restoring p -> restore(target, id);
            case Phase.Restored p -> end(target, open, p);
            case Phase.Finished p -> throw new AssertionError("a finished rollout is open");
        }
    }

    private void requested(Target target, RolloutId id, long of) {
        if (one(3)) {
            journal.append(target, backup(id, of));
        } else {
            journal.append(target, new Lifecycle.RolloutStarted(id));
        }
    }

    private Fact backup(RolloutId id, long of) {
        Name store = new Name("store-" + random.nextInt(2));
        return one(4)
                ? new DataFact.BackupFailed(id, of, store, "no room")
                : new DataFact.BackupTaken(
                        id,
                        of,
                        store,
                        "b-1",
                        10,
                        List.of(),
                        journal.now(),
                        journal.now().plusSeconds(1),
                        5);
    }

    private Lifecycle step(RolloutState open) {
        if (!one(4)) {
            return attempt(open.id(), new Name(one(2) ? "migrate" : "load"));
        }
        return open.pause().isPresent()
                ? new Lifecycle.RolloutResumed(open.id(), Samples.ANN, new EventId("resume-" + random.nextInt(99)))
                : new Lifecycle.RolloutPaused(open.id(), Samples.ANN, Optional.empty());
    }

    private Lifecycle attempt(RolloutId id, Name step) {
        return switch (random.nextInt(3)) {
            case 0 -> new Lifecycle.StepStarted(id, step, 1 + random.nextInt(2));
            case 1 -> new Lifecycle.StepEnded(id, step, 1, StepResult.SUCCEEDED, "done");
            default -> new Lifecycle.StepEnded(id, step, 1, StepResult.FAILED, "no");
        };
    }

    private void closing(Target target, RolloutId id) {
        Name workload = new Name("canary");
        switch (random.nextInt(5)) {
            case 0 -> journal.append(target, new Lifecycle.WorkloadRetired(id, workload, "is gone", 7));
            case 1 -> journal.append(target, new Lifecycle.RetirementDelayed(id, workload, "a pod is left"));
            case 2 -> journal.append(target, new Fact.RollbackRequested(id, 1, "too-late", Samples.ANN));
            default -> journal.append(target, new Lifecycle.RolloutCompleted(id));
        }
    }

    private Lifecycle bake(RolloutState open) {
        EventId command = new EventId("command-" + random.nextInt(1_000));
        return switch (random.nextInt(5)) {
            case 3 -> new Lifecycle.ClosingStarted(open.id(), Optional.of(Samples.ANN), Optional.of(command));
            case 4 -> new Lifecycle.ClosingStarted(open.id());
            case 0 ->
                open.pause().isPresent()
                        ? new Lifecycle.RolloutResumed(open.id(), Samples.ANN, command)
                        : new Lifecycle.RolloutPaused(open.id(), Samples.ANN, Optional.of(command));
            case 1 -> new Lifecycle.RolloutCompleted(open.id(), Optional.of(Samples.ANN), Optional.of(command));
            default -> new Lifecycle.RolloutCompleted(open.id());
        };
    }

    private void watch(Target target, RolloutState open, Phase.Observing p) {
        RolloutId id = open.id();
        EventId command = new EventId("command-" + random.nextInt(1_000));
        journal.append(
                target,
                switch (random.nextInt(10)) {
                    case 0, 1 ->
                        open.pause().isPresent()
                                ? new Lifecycle.RolloutResumed(id, Samples.ANN, command)
                                : new Lifecycle.RolloutPaused(id, Samples.ANN, Optional.of(command));
                    case 2 -> new Lifecycle.GateOpened(id, p.stage(), Samples.ANN, command);
                    case 3 -> new Lifecycle.PromotedFully(id, p.stage(), Samples.ANN, command);
                    case 4 -> new Lifecycle.StageFailed(id, p.stage(), StageFailure.DEADLINE_PASSED, "too late");
                    default -> new Lifecycle.StageCompleted(id, p.stage());
                });
    }

    private void restore(Target target, RolloutId id) {
        journal.append(
                target,
                one(3)
                        ? new Lifecycle.RestoreDelayed(id, new Name("edge"), "refused")
                        : new Lifecycle.TrafficRestored(id, List.of(), 800));
    }

    private void end(Target target, RolloutState open, Phase.Restored p) {
        RolloutId id = open.id();
        if (p.kind() == Phase.RestoreKind.ABORT) {
            journal.append(target, new Lifecycle.RolloutAborted(id, Samples.ANN));
            return;
        }
        switch (random.nextInt(6)) {
            case 4 -> shutdown(target, id, p.version());
            case 5 -> journal.append(target, data(id, p.version()));
            case 0 -> journal.append(target, new Fact.SwitchVerified(id, p.version(), List.of()));
            case 1 ->
                journal.append(
                        target,
                        new Fact.RollbackCompleted(
                                id,
                                p.version(),
                                new RollbackTimes(Optional.empty(), p.since(), p.at(), journal.now())));
            case 2 -> journal.append(target, new Fact.RollbackFailed(id, p.version(), "not verified", List.of()));
            default ->
                journal.append(
                        target,
                        one(2)
                                ? new Lifecycle.RolloutRolledBack(id, "error-rate")
                                : new Lifecycle.RolloutFailed(id, "not verified"));
        }
    }

    private void shutdown(Target target, RolloutId id, long of) {
        Name workload = new Name("green");
        switch (random.nextInt(3)) {
            case 0 -> journal.append(target, new Fact.ShutdownRequested(id, of, List.of(workload, new Name("canary"))));
            case 1 -> journal.append(target, new Lifecycle.WorkloadRetired(id, workload, "0 replicas", 7));
            default -> journal.append(target, new Lifecycle.RetirementDelayed(id, workload, "a pod is left"));
        }
    }

    private Fact data(RolloutId id, long of) {
        Name store = new Name("store-" + random.nextInt(2));
        return switch (random.nextInt(6)) {
            case 0 -> new DataFact.RestoreProposed(id, of, store, "b-1", "an hour");
            case 1 -> new DataFact.RestoreDecided(id, of, store, RestoreDecision.RESTORE, Samples.ANN);
            case 2 -> new DataFact.WritesPaused(id, of, store, List.of());
            case 3 -> new DataFact.DataRestored(id, of, store, "b-1", List.of(), 9);
            case 4 -> new DataFact.DataRestoreFailed(id, of, store, "no", true);
            default -> new DataFact.WritesResumed(id, of, store);
        };
    }
}
