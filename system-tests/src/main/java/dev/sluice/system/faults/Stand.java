package dev.sluice.system.faults;

import dev.sluice.demo.EventLoop;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that a run of the suite has: the fleet, a data plane for each phase, what measures, and the data. */
final class Stand implements AutoCloseable {
    /** Any will do. */
    static final int PARTITION = 5;

    final Processes processes;
    final Fleet fleet;
    final Journal journal;
    final Monitoring monitoring;
    final Stores stores;
    /** Of the candidate's workload. */
    final Supervised workload;
    /** Of the writes to the data. */
    final Supervised writes;

    private final SocketFolder sockets;
    private final EventLoop loop = new EventLoop();
    private final Map<Phase, Plane> planes = new EnumMap<>(Phase.class);

    /** Returns when everything is ready. */
    Stand(Path root, Path home, Set<Phase> phases) {
        Programs programs = Programs.find();
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        processes = new Processes(home, root);
        sockets = SocketFolder.create();
        try {
            for (Phase phase : phases) {
                planes.put(phase, new Plane(phase, processes, programs.haproxy(), root, home, sockets, loop));
            }
            monitoring = new Monitoring(programs, processes, home, List.copyOf(planes.values()));
            stores = new Stores(programs, processes, sockets);
            workload = new Supervised();
            writes = new Supervised();
            fleet = new Fleet(
                    processes,
                    root,
                    home,
                    Map.of(
                            "SLUICE_ROLLBACK_POSTGRES_PROGRAMS",
                            programs.postgres().toString()));
            journal = new Journal(fleet.bootstrapServers());
            phases.forEach(phase -> journal.follow(target(phase)));
        } catch (RuntimeException e) {
            processes.close();
            sockets.close();
            throw e;
        }
    }

    Plane plane(Phase phase) {
        Plane plane = planes.get(phase);
        if (plane == null) {
            throw new IllegalArgumentException("no plane for " + phase);
        }
        return plane;
    }

    /** Each plane's target. All are in one partition, so that one instance owns them all, whichever that is. */
    static Target target(Phase phase) {
        return Stream.iterate(1, number -> number + 1)
                .map(number -> new Target("faults", phase.word() + "-" + number))
                .filter(target -> Partitions.of(target, Fleet.PARTITIONS) == PARTITION)
                .findFirst()
                .orElseThrow();
    }

    Set<Phase> phases() {
        return planes.keySet();
    }

    @Override
    public void close() {
        journal.close();
        planes.values().forEach(Plane::close);
        processes.close();
        fleet.close();
        monitoring.close();
        workload.close();
        writes.close();
        stores.close();
        sockets.close();
        loop.close();
    }
}
