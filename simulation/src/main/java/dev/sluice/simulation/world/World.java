package dev.sluice.simulation.world;

import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.StartKey;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Codec;
import dev.sluice.events.wire.Headers;
import dev.sluice.events.wire.Poison;
import dev.sluice.events.wire.Topics;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Group;
import dev.sluice.simulation.bug.Bug;
import dev.sluice.simulation.invariant.Invariant;
import dev.sluice.simulation.invariant.Truth;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import dev.sluice.simulation.kernel.Tale;
import dev.sluice.simulation.outside.RouterChange;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.simulation.outside.VirtualSources;
import dev.sluice.simulation.outside.VirtualStores;
import dev.sluice.simulation.outside.VirtualTasks;
import dev.sluice.simulation.outside.VirtualWorkloads;
import dev.sluice.simulation.process.Folds;
import dev.sluice.simulation.process.Ground;
import dev.sluice.simulation.process.Kind;
import dev.sluice.simulation.process.Process;
import dev.sluice.simulation.process.Seams;
import dev.sluice.simulation.process.Shells;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One world: two processes of each service, and everything around them, from a seed to its end. */
public final class World implements Ground.Witness {
    static final Target TARGET = Target.parse(Plans.TARGET);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration REST = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final long TASKS_MAX = 100_000;
    /** In hundred-thousandths. */
    private static final int SKEW = 50;

    private final long seed;
    private final Mode mode;
    private final Scheduler scheduler = new Scheduler();
    private final Dice dice;
    private final Tale tale;
    private final Broker broker;
    private final Ground ground;
    private final List<VirtualRouter> routers = new ArrayList<>();
    private final VirtualWorkloads workloads;
    private final VirtualSources sources;
    private final List<Process> processes = new ArrayList<>();
    private final Map<Kind, Group> groups = new EnumMap<>(Kind.class);
    private final Shells shells;
    private final Truth truth;
    private final Pipeline pipeline;
    private final List<Invariant> invariants;
    private final Script script;
    private final FormerOwner formerOwner;
    private final Troubles troubles;
    private Optional<Broken> broken = Optional.empty();
    private long quietSince = -1;
    /** How many commands had been accepted at the last look. */
    private int heard;

    /**
     * A world that has not begun.
     *
     * @param bug what is wrong with the product itself, if anything is
     * @param telling whether its story is wanted
     */
    public World(long seed, Mode mode, Optional<Bug> bug, boolean telling) {
        Seams seams = bug.map(Bug::seams).orElse(Seams.SOUND);
        this.seed = seed;
        this.mode = mode;
        this.dice = new Dice(seed * 31 + mode.ordinal());
        this.tale = new Tale(scheduler, telling);
        this.broker = new Broker(scheduler, dice.apart());
        this.ground = new Ground(scheduler, dice.apart(), tale, broker, new Folds(), seams, this);
        this.sources =
                new VirtualSources(scheduler, dice.apart(), dice.between(Duration.ofHours(-1), Duration.ofHours(1)));
        this.workloads = new VirtualWorkloads(dice.apart(), this::retired);
        int count = dice.between(1, 3);
        for (int router = 0; router < count; router++) {
            routers.add(
                    new VirtualRouter("router-" + router, dice.chance(0.7), scheduler, dice.apart(), this::changed));
        }
        this.truth = new Truth(scheduler, broker, ground.folds(), routers, sources, processes);
        this.invariants = Invariants.of(mode);
        for (Kind kind : Kind.values()) {
            groups.put(kind, new Group(broker, kind.owned()));
        }
        Surroundings around = new Surroundings(
                broker,
                seams,
                routers,
                workloads,
                new VirtualTasks(dice.apart(), mode == Mode.CALM, this::began),
                sources,
                new VirtualStores(scheduler, dice.apart()));
        this.shells = new Shells(ground, around, new Group(broker, Topics.COMMANDS));
        this.pipeline = new Pipeline(ground, truth);
        this.formerOwner = new FormerOwner(broker);
        this.script = Script.drawn(mode, dice.apart());
        this.troubles = new Troubles(
                scheduler,
                dice.apart(),
                tale,
                new Troubles.Parts(broker, groups, processes, routers, sources, workloads, formerOwner, this::restart));
        broker.watch(this::written);
    }

    /** Runs the world until it has come to rest, or something is broken. */
    public Outcome run() {
        for (Kind kind : Kind.values()) {
            start(kind, kind.word() + "-a");
            start(kind, kind.word() + "-b");
        }
        Plan plan = Plans.drawn(dice, routers.size());
        plan.workloads().forEach(workload -> workloads.run(workload.name(), 2));
        People people = new People(scheduler, pipeline, TARGET);
        StartKey key = new StartKey("one");
        people.start(key, plan);
        if (mode == Mode.CHAOS) {
            people.interfere(key, plan, dice.apart());
        }
        script.badFrom().ifPresent(sources::badFrom);
        script.acts().forEach(act -> scheduler.after(act.at(), () -> troubles.begin(act.fault(), act.time())));
        scheduler.after(LOOK, this::look);
        while (broken.isEmpty() && !rested() && scheduler.step(LONGEST.toNanos())) {
            if (scheduler.scheduled() > TASKS_MAX) {
                broken("TimePasses", "more than " + TASKS_MAX + " tasks: some repeat themselves without a delay");
            }
        }
        if (broken.isEmpty()) {
            ask(invariant -> invariant.ended(truth));
        }
        return new Outcome(seed, mode, broken, tale.lines(), Duration.ofNanos(scheduler.now()), scheduler.scheduled());
    }

    private Process start(Kind kind, String name) {
        Group group = groups.get(kind);
        if (group == null) {
            throw new IllegalStateException("no group of " + kind);
        }
        double rate = 1 + dice.between(-SKEW, SKEW) / 100_000.0;
        Process process = new Process(name, kind, ground, group, rate, shells::shell);
        processes.add(process);
        group.join(process);
        tale.tell(name, () -> "starts");
        return process;
    }

    private void restart(Process dead) {
        start(dead.kind(), dead.name() + "'");
    }

    /** Nothing is open, nothing is asked for, and that for a while, this moment included. */
    private boolean rested() {
        return quietSince >= 0
                && scheduler.now() - quietSince > REST.toNanos()
                && pipeline.waiting() == 0
                && truth.acknowledged().size() == heard;
    }

    private void look() {
        boolean nothingNew = truth.acknowledged().size() == heard;
        heard = truth.acknowledged().size();
        boolean quiet = nothingNew
                && pipeline.waiting() == 0
                && scheduler.now() > script.until().toNanos()
                && !truth.acknowledged().isEmpty()
                && !truth.states().isEmpty()
                && truth.states().stream()
                        .allMatch(
                                state -> state.open().isEmpty() && state.queue().isEmpty());
        quietSince = quiet ? (quietSince < 0 ? scheduler.now() : quietSince) : -1;
        ask(invariant -> invariant.passed(truth));
        scheduler.after(LOOK, this::look);
    }

    private void ask(Function<Invariant, Optional<String>> question) {
        for (Invariant invariant : invariants) {
            question.apply(invariant).ifPresent(why -> broken(invariant.name(), why));
        }
    }

    private void broken(String invariant, String why) {
        if (broken.isEmpty()) {
            broken = Optional.of(new Broken(invariant, why));
            tale.tell("BROKEN", () -> invariant + ": " + why);
        }
    }

    private void written(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.ROLLOUTS)) {
            Truth.Written written = truth.write(target(record), record);
            tale.tell("journal", () -> words(written));
            ask(invariant -> invariant.written(truth, written));
            formerOwner(written);
        } else if (record.topic().equals(Topics.ALERTS)) {
            truth.alerted(id(record));
        }
    }

    private void formerOwner(Truth.Written written) {
        boolean lifecycle = written.step()
                .recorded()
                .filter(recorded -> recorded.event() instanceof Lifecycle)
                .isPresent();
        if (lifecycle && formerOwner.lostAgainst(written.step().state())) {
            scheduler.after(Duration.ZERO, () -> truth.states().forEach(formerOwner::write));
        }
    }

    private static Target target(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Codec.target(record);
        } catch (Poison e) {
            throw new IllegalStateException("a record about no target", e);
        }
    }

    private static EventId id(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Headers.of(record).id();
        } catch (Poison e) {
            throw new IllegalStateException("an alert that can't be read", e);
        }
    }

    private static String words(Truth.Written written) {
        String what = written.step()
                .recorded()
                .map(recorded -> recorded.event().toString())
                .orElseGet(() -> written.step().fate().name() + " " + type(written.record()) + " "
                        + written.step().problem().orElse(""));
        return written.record().partition() + "/" + written.record().offset() + " "
                + (what.length() > 200 ? what.substring(0, 200) + "..." : what);
    }

    private static String type(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Headers.of(record).type();
        } catch (Poison e) {
            return "of no type";
        }
    }

    private void changed(RouterChange change) {
        truth.change(change);
        if (!change.before().equals(change.after()) || change.stamp().isEmpty()) {
            tale.tell(
                    change.router().name(),
                    () -> change.operation() + ": " + change.before() + " -> " + change.after()
                            + change.call()
                                    .map(call -> ", by " + call.caller().name())
                                    .orElse(""));
        }
        ask(invariant -> invariant.routed(truth, change));
    }

    private void retired(Workload workload, Stamp stamp) {
        tale.tell("workloads", () -> workload.name() + " is shut down for " + stamp.rollout());
        ask(invariant -> invariant.retired(truth, workload, stamp));
    }

    private void began(Errand errand) {
        tale.tell("tasks", () -> "step " + errand.step() + " begins, attempt " + errand.attempt());
    }

    @Override
    public void stepped(Process process, String what) {
        troubles.stepped(process, what);
    }

    @Override
    public void threw(Process process, Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        broken("NoTaskThrows", process.name() + ": " + failure + (trace.length > 0 ? " at " + trace[0] : ""));
    }

    /** How many instances of the workload run: for tests. */
    int running(Name workload) {
        return workloads.running(workload);
    }
}
