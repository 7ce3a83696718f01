package dev.sluice.traffic;

import dev.sluice.chassis.Journal;
import dev.sluice.chassis.Loop;
import dev.sluice.chassis.Ownership;
import dev.sluice.chassis.Reader;
import dev.sluice.chassis.Service;
import dev.sluice.events.journal.Freeze;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.journal.Recorded;
import dev.sluice.events.measure.Measurement;
import dev.sluice.events.plan.Router;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.Target;
import dev.sluice.traffic.domain.Decider;
import dev.sluice.traffic.domain.Input;
import dev.sluice.traffic.domain.Progress;
import dev.sluice.traffic.effects.Effects;
import dev.sluice.traffic.effects.Watchman;
import dev.sluice.traffic.http.EventHub;
import dev.sluice.traffic.kafka.CommandInbox;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The shell of traffic-service: load, decide, append, evolve, perform, acknowledge. It can die after any line: what was
 * appended is read again, what was intended is carried out again, what was not acknowledged is delivered again. Every
 * method runs on the loop.
 */
@ApplicationScoped
public class TrafficService implements Service {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration GUARDED_AFTER_END = Duration.ofMinutes(10);
    private final Loop loop;
    private final Reader reader;
    private final Ownership ownership;
    private final Journal journal;
    private final Effects effects;
    private final Watchman watchman;
    private final SafetyNets nets;
    private final SnapshotWriter snapshots;
    private final CommandInbox inbox;
    private final EventHub hub;
    private final Transitions transitions;
    private final Map<Target, Desk> desks = new HashMap<>();
    private final Reminders reminders;

    @Inject
    public TrafficService(
            Loop loop,
            Reader reader,
            Ownership ownership,
            Journal journal,
            Effects effects,
            Watchman watchman,
            SafetyNets nets,
            SnapshotWriter snapshots,
            CommandInbox inbox,
            EventHub hub,
            Transitions transitions) {
        this.loop = loop;
        this.reader = reader;
        this.ownership = ownership;
        this.journal = journal;
        this.effects = effects;
        this.watchman = watchman;
        this.nets = nets;
        this.snapshots = snapshots;
        this.inbox = inbox;
        this.hub = hub;
        this.transitions = transitions;
        this.reminders = new Reminders(loop);
    }

    @PostConstruct
    public void begin() {
        loop.after(SafetyNets.TICK, this::tick);
        loop.after(LOOK, this::lookAround);
    }

    @Override
    public void onJournal(Fold.Step step, ConsumerRecord<byte[], byte[]> record) {
        TargetState state = seen(step.state());
        step.recorded().ifPresent(recorded -> {
            hub.publish(recorded);
            transitions.count(state, recorded);
            if (state.target().equals(Freeze.EVERYTHING)) {
                everythingMayChange(recorded.event());
            }
            if (recorded.event() instanceof Lifecycle lifecycle) {
                ended(state, lifecycle);
            }
        });
        if (!ownership.acts(record.partition())) {
            return;
        }
        Optional<String> cause =
                step.recorded().flatMap(recorded -> recorded.meta().traceparent());
        effects.keepUp(state, record.partition(), this::outcome);
        // A type that is not known here moves the version too, so that its target's reading place has changed.
        snapshots.read(
                step.state(), step.recorded().filter(TrafficService::anchors).isPresent());
        Desk desk = desk(state.target());
        step.recorded().ifPresent(recorded -> desk.read(recorded.meta().id()));
        desk.look(cause);
        remind(state.target(), record.partition());
    }

    /** As it counts here: a freeze of everything, which stands in another partition, is one of each target. */
    private TargetState seen(TargetState state) {
        return state.under(reader.state(Freeze.EVERYTHING).flatMap(TargetState::frozen));
    }

    /** Every instance follows every partition, so a freeze of everything reaches each target's owner at once. */
    private void everythingMayChange(JournalEvent event) {
        if (event instanceof Lifecycle.TargetFrozen || event instanceof Lifecycle.TargetThawed) {
            for (TargetState state : reader.states()) {
                int partition = reader.partition(state.target());
                if (ownership.acts(partition)) {
                    effects.keepUp(seen(state), partition, this::outcome);
                    desk(state.target()).look(Optional.empty());
                }
            }
        }
    }

    private static boolean anchors(Recorded recorded) {
        JournalEvent event = recorded.event();
        return event instanceof Lifecycle.RolloutRequested
                || event instanceof Lifecycle.RolloutQueued
                || event instanceof Lifecycle.TargetFrozen
                || event instanceof Lifecycle.TargetThawed;
    }

    private void ended(TargetState state, Lifecycle event) {
        boolean terminal = event instanceof Lifecycle.RolloutCompleted
                || event instanceof Lifecycle.RolloutAborted
                || event instanceof Lifecycle.RolloutRolledBack
                || event instanceof Lifecycle.RolloutFailed;
        if (terminal
                && state.open()
                        .filter(open -> open.id().equals(event.rollout()))
                        .isEmpty()) {
            state.rollout(event.rollout())
                    .filter(rollout -> rollout.stages().isEmpty())
                    .filter(rollout -> ownership.acts(reader.partition(state.target())))
                    .ifPresent(rollout -> effects.takeBack(state, rollout));
            effects.ended(state.target(), event.rollout());
            watchman.ended(event.rollout());
        }
    }

    @Override
    public void onOwned(int partition) {
        nets.takenOver(partition);
        reader.states().stream()
                .filter(state -> reader.partition(state.target()) == partition)
                .sorted(Comparator.comparingLong(TargetState::covers))
                .forEach(snapshots::write);
        for (TargetState state : reader.states()) {
            if (reader.partition(state.target()) == partition) {
                effects.keepUp(seen(state), partition, this::outcome);
                desk(state.target()).look(Optional.empty());
                remind(state.target(), partition);
            }
        }
    }

    @Override
    public void onLost(int partition) {
        snapshots.letGo(target -> reader.partition(target) == partition);
        for (TargetState state : reader.states()) {
            if (reader.partition(state.target()) == partition) {
                effects.letGo(state);
                close(state.target());
            }
        }
    }

    private void close(Target target) {
        Desk desk = desks.remove(target);
        if (desk != null) {
            desk.close();
        }
        reminders.drop(target);
    }

    /** A command. Its offset is committed when its accepted event or its refusal has been read back. */
    @Override
    public CompletionStage<Void> onOwnedRecord(ConsumerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        inbox.read(
                record,
                command -> whenActing(
                        record.partition(), () -> desk(command.target()).ask(command, () -> done.complete(null))),
                done);
        return done;
    }

    /** Nothing is decided before the journal is caught up. A partition that is lost meanwhile has another owner. */
    private void whenActing(int partition, Runnable then) {
        if (ownership.acts(partition)) {
            then.run();
        } else {
            loop.after(Duration.ofMillis(20), () -> whenActing(partition, then));
        }
    }

    private Desk desk(Target target) {
        return desks.computeIfAbsent(
                target,
                key -> new Desk(
                        () -> reader.state(key).orElseGet(() -> TargetState.unknown(key)),
                        this::seen,
                        () -> reader.state(key)
                                .flatMap(TargetState::open)
                                .filter(nets::watched)
                                .isPresent(),
                        () -> reader.now(reader.partition(key)),
                        journal,
                        loop));
    }

    /** What an effect or the net has to say. A restore by the net does not wait for the journal. */
    private void outcome(Target target, Input input) {
        if (!ownership.acts(reader.partition(target))) {
            return;
        }
        if (Decider.restoresAtOnce(input)) {
            reader.state(target).ifPresent(state -> state.open().ifPresent(open -> effects.emergency(state, open)));
        }
        desk(target).tell(input, Optional.empty());
    }

    private void remind(Target target, int partition) {
        Instant now = reader.now(partition);
        Optional<Instant> next = reader.state(target).flatMap(state -> Progress.nextLook(state, now));
        reminders.set(target, next, now, () -> reminded(target, partition));
    }

    private void reminded(Target target, int partition) {
        if (ownership.acts(partition)) {
            desk(target).look(Optional.empty());
            remind(target, partition);
        }
    }

    private void tick() {
        nets.tick((state, rollout, word) -> outcome(state.target(), word));
        loop.after(SafetyNets.TICK, this::tick);
    }

    /** Reads routers back, closes the ways to those of the past, and lets time that came from elsewhere count. */
    private void lookAround() {
        Map<Target, List<Router>> inUse = new HashMap<>();
        for (TargetState state : reader.states()) {
            int partition = reader.partition(state.target());
            if (ownership.acts(partition)) {
                guarded(state, partition).ifPresent(rollout -> {
                    inUse.put(state.target(), rollout.plan().splitters());
                    watchman.look(seen(state), rollout, partition, this::outcome);
                    effects.lookAtWorkloads(state, rollout, this::outcome);
                });
                // A timer that is set anew in the moment in which it was due would be lost.
                desk(state.target()).look(Optional.empty());
                remind(state.target(), partition);
            }
        }
        effects.keepOnly(inUse);
        loop.after(LOOK, this::lookAround);
    }

    /** The open rollout, or the one that was taken back a while ago: a late write of a former owner is corrected there. */
    private Optional<RolloutState> guarded(TargetState state, int partition) {
        Instant since = reader.now(partition).minus(GUARDED_AFTER_END);
        return state.open().or(() -> state.latest()
                .filter(rollout -> rollout.phase() instanceof Phase.Finished end
                        && end.at().isAfter(since)));
    }

    /** A pulse of health-service, which every instance reads. */
    public void onPulse(Measurement.Pulse pulse) {
        nets.pulse(pulse);
    }
}
