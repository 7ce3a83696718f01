package dev.sluice.simulation.world;

import dev.sluice.events.value.Weight;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.broker.Group;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import dev.sluice.simulation.kernel.Tale;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.simulation.outside.VirtualSources;
import dev.sluice.simulation.outside.VirtualWorkloads;
import dev.sluice.simulation.process.Kind;
import dev.sluice.simulation.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes things go wrong, and right again. */
final class Troubles {
    private final Scheduler scheduler;
    private final Dice dice;
    private final Tale tale;
    private final Parts parts;
    private Kind killed = Kind.TRAFFIC;
    private int killedIn = -1;
    private Duration killedFor = Duration.ZERO;

    /** What can be troubled. */
    record Parts(
            Broker broker,
            Map<Kind, Group> groups,
            List<Process> processes,
            List<VirtualRouter> routers,
            VirtualSources sources,
            VirtualWorkloads workloads,
            FormerOwner formerOwner,
            Restart restart) {}

    /** Starts another process in the place of one that died. */
    @FunctionalInterface
    interface Restart {
        void after(Process dead);
    }

    Troubles(Scheduler scheduler, Dice dice, Tale tale, Parts parts) {
        this.scheduler = scheduler;
        this.dice = dice;
        this.tale = tale;
        this.parts = parts;
    }

    /** Begins now; what can end does so after this time. */
    void begin(Fault fault, Duration time) {
        tale.tell("FAULT", () -> fault + ", " + time.toMillis() + " ms");
        switch (fault) {
            case KILL -> kill(dice.pick(alive()), time);
            case KILL_AT_STEP -> {
                killed = dice.pick(List.of(Kind.values()));
                killedIn = dice.between(1, 12);
                killedFor = time;
            }
            case PAUSE -> {
                Process process = dice.pick(alive());
                named(process, "stands still");
                process.pause();
                scheduler.after(time, () -> {
                    named(process, "wakes");
                    process.wake();
                });
            }
            case CUT_OFF -> {
                Process process = dice.pick(alive());
                named(process, "is cut off from Kafka");
                process.cutOff(true);
                scheduler.after(time, () -> {
                    named(process, "reaches Kafka again");
                    process.cutOff(false);
                });
            }
            case MOVE ->
                parts.groups().values().forEach(group -> {
                    for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
                        if (dice.chance(0.7)) {
                            group.move(partition);
                        }
                    }
                });
            case FORMER_OWNER -> parts.formerOwner().loses();
            case BROKER_GONE -> broker(Broker.Health.GONE, time);
            case BROKER_LOSES_ANSWERS -> broker(Broker.Health.LOSES_ANSWERS, time);
            case BROKER_SLOW -> {
                parts.broker().slowDown(Duration.ofSeconds(1));
                scheduler.after(time, () -> parts.broker().slowDown(Broker.QUICK));
            }
            case BROKER_DUPLICATES -> {
                parts.broker().duplicate(0.5);
                scheduler.after(time, () -> parts.broker().duplicate(0));
            }
            case ROUTER_TROUBLE -> router(time);
            case ROUTER_FORGETS -> dice.pick(parts.routers()).forget();
            case ROUTER_CHANGED -> dice.pick(parts.routers()).drift(Weight.percent(dice.between(1, 100)));
            case SOURCES_SILENT ->
                sources(dice.pick(List.of(VirtualSources.Trouble.HANGING, VirtualSources.Trouble.EMPTY)), time);
            case SOURCES_LIE ->
                sources(dice.pick(List.of(VirtualSources.Trouble.FLATTERING, VirtualSources.Trouble.SLANDERING)), time);
            case WORKLOADS_TROUBLE -> {
                parts.workloads()
                        .suffer(dice.pick(
                                List.of(VirtualWorkloads.Trouble.HANGING, VirtualWorkloads.Trouble.UNREACHABLE)));
                scheduler.after(time, () -> parts.workloads().suffer(VirtualWorkloads.Trouble.NONE));
            }
        }
    }

    /** Something that a process did became visible outside: the place for a kill. */
    void stepped(Process process, String what) {
        if (killedIn > 0 && process.kind() == killed && --killedIn == 0) {
            tale.tell(process.name(), () -> "dies when it " + what);
            kill(process, killedFor);
        }
    }

    private List<Process> alive() {
        return parts.processes().stream().filter(Process::alive).toList();
    }

    private void named(Process process, String what) {
        tale.tell(process.name(), () -> what);
    }

    private void kill(Process process, Duration time) {
        named(process, "is killed");
        process.kill();
        scheduler.after(time, () -> parts.restart().after(process));
    }

    private void broker(Broker.Health health, Duration time) {
        parts.broker().become(health);
        scheduler.after(time, () -> {
            tale.tell("broker", () -> "is well again");
            parts.broker().become(Broker.Health.WELL);
        });
    }

    private void sources(VirtualSources.Trouble trouble, Duration time) {
        tale.tell("sources", () -> "are " + trouble);
        parts.sources().suffer(trouble);
        scheduler.after(time, () -> {
            tale.tell("sources", () -> "are well again");
            parts.sources().suffer(VirtualSources.Trouble.NONE);
        });
    }

    private void router(Duration time) {
        VirtualRouter router = dice.pick(parts.routers());
        VirtualRouter.Trouble trouble =
                dice.pick(List.of(VirtualRouter.Trouble.values()).subList(1, VirtualRouter.Trouble.values().length));
        tale.tell(router.name(), () -> "is " + trouble);
        router.suffer(trouble);
        scheduler.after(time, () -> {
            tale.tell(router.name(), () -> "is well again");
            router.suffer(VirtualRouter.Trouble.NONE);
        });
    }
}
