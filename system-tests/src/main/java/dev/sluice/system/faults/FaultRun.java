package dev.sluice.system.faults;

import dev.sluice.demo.target.ServiceRecord;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.value.Target;
import dev.sluice.system.Api;
import dev.sluice.system.Wait;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One fault, applied once while several targets stand in another phase each, all of them owned by the instance that it
 * hits. Nothing is recorded unless the fault happened to all of them.
 */
final class FaultRun {
    /** Cables that only held a rollout in its phase are plugged in again this long after the fault. */
    private static final Duration HELD = Duration.ofMillis(300);

    private static final Duration QUIET = Duration.ofSeconds(4);
    private static final Duration ENDED = Duration.ofSeconds(100);
    private static final double MICROS = 1_000_000;

    private final Stand stand;
    private final Fault fault;
    private final List<Phase> phases;
    private final Consumer<String> log;
    private final String name;
    private String hit = "";
    private final Map<Phase, Long> returnedAt = new ConcurrentHashMap<>();
    private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);

    /** @param number tells repeated runs apart */
    FaultRun(Stand stand, Fault fault, Set<Phase> phases, int number, Consumer<String> log) {
        this.stand = stand;
        this.fault = fault;
        this.phases = List.copyOf(phases);
        this.name = fault.word() + "-" + number;
        this.log = log;
    }

    /** Returns what was measured, once every rollout has ended and everything that the fault broke is mended. */
    List<Cell> run() {
        settle();
        List<Rollouts> rollouts = rollouts();
        try {
            together(rollouts, Rollouts::approach);
            together(rollouts, Rollouts::arrive);
            apply(rollouts);
            log.accept("%s has happened to %s".formatted(fault.title(), hit));
            awaitEnds(rollouts);
            return rollouts.stream().map(this::cell).toList();
        } finally {
            ending.exceptionally(failure -> null).join();
            mend();
            together(rollouts, Rollouts::endAnyway);
        }
    }

    /** Everything runs, each service's partitions are shared, routers know nothing, candidates are good. */
    private void settle() {
        mend();
        Plane.Layout[] layouts = Plane.Layout.values();
        together(phases, phase -> {
            int turn = phase.ordinal() + fault.victim().ordinal() + fault.kind().ordinal();
            stand.plane(phase).renew(layouts[turn % layouts.length]);
        });
        stand.workload.renew();
        stand.writes.renew();
        stand.fleet.settle();
    }

    private List<Rollouts> rollouts() {
        hit = fault.victim()
                .service()
                .map(service -> stand.fleet.owner(service, Stand.PARTITION))
                .orElse(fault.victim().title());
        Api traffic = stand.fleet.trafficBut(hit);
        return phases.stream()
                .map(phase -> {
                    Target target = Stand.target(phase);
                    stand.journal.mark(target);
                    return new Rollouts(stand, phase, target, traffic, name + "-" + phase.word());
                })
                .toList();
    }

    private void apply(List<Rollouts> rollouts) {
        rollouts.forEach(Rollouts::turnBad);
        long at = System.nanoTime();
        if (routerIsGone()) {
            planes().forEach(plane -> plane.users().outageBegins());
        }
        switch (fault.kind()) {
            case KILL -> victims().forEach(stand.processes::kill);
            case STOP -> victims().forEach(each -> stand.processes.signal(each, "STOP"));
            case CUT -> cables().forEach(Cable::pullOut);
        }
        Thread.ofVirtual().start(() -> {
            Wait.untilPassed(at, HELD);
            List<Cable> cut = fault.kind() == Fault.Kind.CUT ? cables() : List.of();
            holds().filter(cable -> !cut.contains(cable)).forEach(Cable::plugIn);
        });
        long faultAt = at;
        ending = CompletableFuture.runAsync(
                () -> {
                    Wait.untilPassed(faultAt, fault.length());
                    end();
                },
                Thread::startVirtualThread);
    }

    /** HAProxy itself is dead or stopped: users are not served by anybody. */
    private boolean routerIsGone() {
        return fault.victim() == Fault.Victim.HAPROXY && fault.kind() != Fault.Kind.CUT;
    }

    private Stream<Plane> planes() {
        return phases.stream().map(stand::plane);
    }

    private List<String> victims() {
        return switch (fault.victim()) {
            case TRAFFIC, HEALTH, ROLLBACK, NOTIFIER -> List.of(hit);
            case BROKER -> List.of(Fleet.BROKER);
            case PROMETHEUS -> List.of(Monitoring.PROMETHEUS);
            case HAPROXY -> planes().map(Plane::haproxy).toList();
            case POSTGRES -> List.of(Stores.POSTGRES);
        };
    }

    /** What joins the victim to Sluice. */
    private List<Cable> cables() {
        return switch (fault.victim()) {
            case TRAFFIC, HEALTH, ROLLBACK, NOTIFIER -> List.of(stand.fleet.cable(hit));
            case BROKER -> List.copyOf(stand.fleet.cables());
            case PROMETHEUS -> List.of(stand.monitoring.cable);
            case HAPROXY -> planes().map(plane -> plane.admin).toList();
            case POSTGRES -> stand.stores.cables();
        };
    }

    /** All that phases are held by. */
    private Stream<Cable> holds() {
        return Stream.of(
                        planes().flatMap(plane -> Stream.of(plane.admin, plane.door)),
                        stand.stores.cables().stream(),
                        Stream.of(stand.workload.cable, stand.writes.cable))
                .flatMap(each -> each);
    }

    /** The fault's time is over: what was killed is started again, what was stopped goes on, what was cut is joined. */
    private void end() {
        if (fault.takesTheOnlyWay()) {
            together(planes().toList(), this::returns);
            return;
        }
        switch (fault.kind()) {
            case KILL -> victims().forEach(stand.processes::startAgain);
            case STOP -> victims().forEach(each -> stand.processes.signal(each, "CONT"));
            case CUT -> cables().forEach(Cable::plugIn);
        }
    }

    /** The way to one router is there again; it counts from the moment before it is. */
    private void returns(Plane plane) {
        returnedAt.put(plane.phase(), micros(Instant.now()));
        switch (fault.kind()) {
            case KILL -> stand.processes.startAgain(plane.haproxy());
            case STOP -> stand.processes.signal(plane.haproxy(), "CONT");
            case CUT -> plane.admin.plugIn();
        }
        if (routerIsGone()) {
            plane.awaitAnswers();
            plane.users().outageEnds();
        }
    }

    /** Whatever was broken works again, also after a run that came to nothing. */
    private void mend() {
        stand.fleet.cables().forEach(Cable::plugIn);
        stand.monitoring.cable.plugIn();
        holds().forEach(Cable::plugIn);
        if (!hit.isEmpty() && fault.kind() == Fault.Kind.STOP) {
            victims().stream().filter(stand.processes::runs).forEach(each -> stand.processes.signal(each, "CONT"));
        }
        stand.processes.missing().forEach(stand.processes::startAgain);
    }

    private void awaitEnds(List<Rollouts> rollouts) {
        long faultAt = System.nanoTime();
        try {
            Wait.until(
                    "every rollout has ended, and no candidate gets anything",
                    ENDED,
                    () -> rollouts.stream().allMatch(this::isOver)
                            && System.nanoTime() - faultAt
                                    > fault.length().plus(QUIET).toNanos());
        } catch (AssertionError e) {
            // Measured all the same: a rollout that does not end is told by its cell.
            log.accept(e.getMessage());
            rollouts.stream()
                    .filter(each -> !isOver(each))
                    .forEach(each -> log.accept(
                            "%s has not ended:%n%s".formatted(each.target(), stand.journal.text(each.target()))));
        }
    }

    private boolean isOver(Rollouts rollout) {
        long last = rollout.plane().served().lastReceived().orElse(0);
        boolean quiet = micros(Instant.now()) - last > QUIET.toMillis() * 1_000;
        return quiet && stand.journal.end(rollout.target()).isPresent();
    }

    private Cell cell(Rollouts rollout) {
        ServiceRecord record = rollout.plane().served();
        Users.Met met = rollout.plane().users().met();
        OptionalDouble afterReturn = OptionalDouble.empty();
        Long returned = returnedAt.get(rollout.phase());
        if (returned != null) {
            double since = (met.lastFromCandidate().orElse(0) - returned) / MICROS;
            afterReturn = OptionalDouble.of(Math.max(0, round(since)));
        }
        OptionalDouble seconds = record.exposureMicros().isPresent()
                ? OptionalDouble.of(round(record.exposureMicros().getAsLong() / MICROS))
                : OptionalDouble.empty();
        met.examples().forEach(example -> log.accept("  lost by users of " + rollout.target() + ": " + example));
        String end = stand.journal
                .end(rollout.target())
                .map(JournalEvent::getClass)
                .map(Class::getSimpleName)
                .orElse("not ended");
        Cell cell = new Cell(
                fault.word(),
                rollout.phase(),
                seconds,
                afterReturn,
                met.requests(),
                met.lost(),
                met.meanwhile(),
                end,
                rollout.plane().layout(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                machine());
        if (!cell.kept()) {
            log.accept("NOT KEPT: " + cell + System.lineSeparator() + stand.journal.text(rollout.target()));
        }
        return cell;
    }

    private static String machine() {
        return "%d cores, %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("java.version"));
    }

    private static double round(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** All side by side; fails with the first that failed. */
    private static <T> void together(List<T> all, Consumer<T> task) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (T each : all) {
            running.add(CompletableFuture.runAsync(() -> task.accept(each), Thread::startVirtualThread));
        }
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new CaseFailed(String.valueOf(e.getCause()));
        } finally {
            running.forEach(each -> each.exceptionally(failure -> null).join());
        }
    }
}
