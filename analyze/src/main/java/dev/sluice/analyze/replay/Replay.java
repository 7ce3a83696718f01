package dev.sluice.analyze.replay;

import dev.sluice.analyze.recording.Recording;
import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.measure.Measurement.StageEvaluated;
import dev.sluice.events.plan.Gate;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.story.Fold;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.TargetState;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.Topics;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Group;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import dev.sluice.simulation.kernel.Tale;
import dev.sluice.simulation.process.Folds;
import dev.sluice.simulation.process.Ground;
import dev.sluice.simulation.process.Kind;
import dev.sluice.simulation.process.Process;
import dev.sluice.simulation.process.Seams;
import dev.sluice.simulation.process.Shells;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One rollout, carried out in virtual time by the shells of traffic-, health- and rollback-service as the simulation puts
 * them together, in a world where nothing fails: what is decided is decided by the product itself. The same plan and
 * recording take the same course each time.
 */
public final class Replay implements Ground.Witness {
    /** What a service says of its work is of no use here. Kept, since a logger that nobody holds forgets its level. */
    private static final Logger QUIET = Logger.getLogger("dev.sluice");

    private static final long SEED = 1;
    private static final Duration START = Duration.ofSeconds(3);
    /** Backups, steps and workloads before the first stage come at once; a plan that has not begun by then never will. */
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(15);

    private static final Requester ANALYST = new Requester("analyze", "replays a recording");
    private static final StartKey KEY = new StartKey("replay");

    private final Plan plan;
    private final Instant from;
    private final Scheduler scheduler = new Scheduler();
    private final Calendar calendar;
    private final Chronicle chronicle;
    private final Broker broker;
    private final Ground ground;
    private final Map<Kind, Process> processes = new EnumMap<>(Kind.class);
    private final Codec codec = new Codec("http");
    private final Set<Integer> opened = new HashSet<>();
    private TargetState state;
    private int asked;

    private Replay(Plan plan, Recording recording, Instant from) {
        this.plan = plan;
        this.from = from;
        this.calendar = new Calendar(scheduler, from);
        this.chronicle = new Chronicle(plan);
        Dice dice = new Dice(SEED);
        this.broker = new Broker(scheduler, dice.apart());
        this.ground =
                new Ground(scheduler, dice.apart(), new Tale(scheduler, false), broker, new Folds(), Seams.SOUND, this);
        this.state = ground.folds().unknown(plan.target());
        RecordedWorld world =
                new RecordedWorld(plan, new RecordedSources(recording, calendar, scheduler), scheduler, dice.apart());
        Shells shells = new Shells(ground, world, new Group(broker, Topics.COMMANDS));
        broker.watch(this::written);
        for (Kind kind : List.of(Kind.TRAFFIC, Kind.HEALTH, Kind.ROLLBACK)) {
            Group group = new Group(broker, kind.owned());
            Process process = new Process(kind.word(), kind, ground, group, 1, shells::shell);
            processes.put(kind, process);
            group.join(process);
        }
    }

    /** What would have happened, had the candidate got its first traffic at this moment, and been judged up to that one. */
    public static Course of(Plan plan, Recording recording, Instant from, Instant until) {
        QUIET.setLevel(Level.OFF);
        return new Replay(plan, recording, from).run(until);
    }

    private Course run(Instant until) {
        scheduler.after(START, () -> ask(new Command.Start(KEY, plan, ANALYST)));
        boolean goesOn = true;
        while (goesOn && chronicle.end().isEmpty()) {
            goesOn = scheduler.step(calendar.begun() ? calendar.nanos(until) : BEGINS_WITHIN.toNanos());
        }
        return chronicle.course(from, chronicle.end().orElseGet(() -> chronicle.open(until)));
    }

    private void ask(Command command) {
        EventId id = new EventId("command-" + asked++);
        Process server = processes.get(Kind.TRAFFIC);
        if (server != null) {
            broker.send(server, codec.encode(id, plan.target(), command));
        }
    }

    private void written(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(Topics.ROLLOUTS)) {
                journal(record);
            } else if (record.topic().equals(Topics.MEASUREMENTS)) {
                Codec.decode(Headers.of(record), record)
                        .filter(StageEvaluated.class::isInstance)
                        .map(StageEvaluated.class::cast)
                        .ifPresent(chronicle::evaluated);
            }
        } catch (Poison e) {
            throw new IllegalStateException("a record can't be read", e);
        }
    }

    private void journal(ConsumerRecord<byte[], byte[]> record) {
        Fold.Step step = ground.folds().read(state, record);
        state = step.state();
        step.recorded().ifPresent(recorded -> {
            if (recorded.event() instanceof Lifecycle.TrafficSwitched) {
                calendar.begin();
            }
            chronicle.happened(recorded.event(), calendar.now());
            openGate();
        });
    }

    /** A stage whose gate a person opens is let pass when its time has passed. */
    private void openGate() {
        if (state.open().map(RolloutState::phase).orElse(null) instanceof Phase.Observing observing
                && plan.stages().get(observing.stage()).gate() == Gate.MANUAL
                && opened.add(observing.stage())) {
            Instant due =
                    observing.watch().due(plan.durationOf(observing.stage()).duration());
            scheduler.at(calendar.nanos(calendar.of(due)), () -> ask(promote()));
        }
    }

    private Command promote() {
        return new Command.Promote(RolloutId.of(plan.target(), KEY), false, ANALYST);
    }

    @Override
    public void stepped(Process process, String what) {}

    @Override
    public void threw(Process process, Throwable failure) {
        throw new IllegalStateException("a task of " + process.name() + " threw", failure);
    }
}
