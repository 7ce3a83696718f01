package dev.sluice.simulation.invariant;

import dev.sluice.events.command.Commanded;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.kernel.Scheduler;
import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.RouterChange;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.simulation.outside.VirtualSources;
import dev.sluice.simulation.process.Folds;
import dev.sluice.simulation.process.Kind;
import dev.sluice.simulation.process.Process;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A world as one sees it who sees everything at once: the journal by the real fold, and what stands at the routers. */
public final class Truth {
    private final Scheduler scheduler;
    private final Broker broker;
    private final Folds folds;
    private final List<VirtualRouter> routers;
    private final VirtualSources sources;
    private final List<Process> processes;
    private final Map<Target, TargetState> states = new TreeMap<>();
    private final List<Written> history = new ArrayList<>();
    private final Map<RolloutId, Written> turned = new HashMap<>();
    private final Map<VirtualRouter, RouterChange> newest = new HashMap<>();
    private final Map<VirtualRouter, Long> changedAt = new HashMap<>();
    private final Set<String> restored = new HashSet<>();
    private final Map<String, Long> restoredBy = new HashMap<>();
    private final Set<EventId> alerts = new HashSet<>();
    private final List<Commanded> acknowledged = new ArrayList<>();

    /** A record of the journal, and what it made of its target. */
    public record Written(ConsumerRecord<byte[], byte[]> record, TargetState before, Fold.Step step, long at) {}

    public Truth(
            Scheduler scheduler,
            Broker broker,
            Folds folds,
            List<VirtualRouter> routers,
            VirtualSources sources,
            List<Process> processes) {
        this.scheduler = scheduler;
        this.broker = broker;
        this.folds = folds;
        this.routers = routers;
        this.sources = sources;
        this.processes = processes;
    }

    /** A record was written to the journal. */
    public Written write(Target target, ConsumerRecord<byte[], byte[]> record) {
        TargetState before = states.getOrDefault(target, folds.unknown(target));
        Written written = new Written(record, before, folds.read(before, record), scheduler.now());
        states.put(target, written.step().state());
        history.add(written);
        written.step()
                .state()
                .open()
                .filter(Truth::goesBack)
                .ifPresent(rollout -> turned.putIfAbsent(rollout.id(), written));
        return written;
    }

    private static boolean goesBack(RolloutState rollout) {
        return !rollout.goingUp() && !rollout.closing();
    }

    /** A router's share was written. */
    public void change(RouterChange change) {
        newest.put(change.router(), change);
        changedAt.put(change.router(), scheduler.now());
        if (change.operation().startsWith("restore")) {
            change.stamp().ifPresent(stamp -> {
                String what = change.router().name() + " " + stamp.rollout();
                restored.add(what);
                change.call().ifPresent(call -> restoredBy.put(call.caller().name() + " " + what, scheduler.now()));
            });
        }
    }

    public void alerted(EventId id) {
        alerts.add(id);
    }

    public void acknowledge(Commanded command) {
        acknowledged.add(command);
    }

    public long now() {
        return scheduler.now();
    }

    public Broker broker() {
        return broker;
    }

    public List<VirtualRouter> routers() {
        return routers;
    }

    public VirtualSources sources() {
        return sources;
    }

    /** All processes that ever were. */
    public List<Process> processes() {
        return processes;
    }

    public Collection<TargetState> states() {
        return states.values();
    }

    public Optional<TargetState> state(Target target) {
        return Optional.ofNullable(states.get(target));
    }

    public List<Written> history() {
        return history;
    }

    /** The record by which a rollout turned from its way up. */
    public Optional<Written> turned(RolloutId rollout) {
        return Optional.ofNullable(turned.get(rollout));
    }

    public Optional<RouterChange> newest(VirtualRouter router) {
        return Optional.ofNullable(newest.get(router));
    }

    public long changedAt(VirtualRouter router) {
        return changedAt.getOrDefault(router, 0L);
    }

    /** Whether the router was restored for this rollout at any time. */
    public boolean restored(VirtualRouter router, RolloutId rollout) {
        return restored.contains(router.name() + " " + rollout);
    }

    /** Whether a process made this call after it had restored the router itself. */
    public boolean restoredBefore(Call call, VirtualRouter router, RolloutId rollout) {
        Long at = restoredBy.get(call.caller().name() + " " + router.name() + " " + rollout);
        return at != null && call.madeAt() > at;
    }

    public Set<EventId> alerts() {
        return alerts;
    }

    public List<Commanded> acknowledged() {
        return acknowledged;
    }

    /** Whether a traffic-service that acts for every target runs, so that it could mend something at the routers. */
    public boolean guarded() {
        return states.keySet().stream().allMatch(target -> processes.stream()
                .anyMatch(process ->
                        process.kind() == Kind.TRAFFIC && process.awake() && process.acts(process.partition(target))));
    }
}
