package dev.sluice.simulation.world;

import dev.sluice.events.plan.Task;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.value.Target;
import dev.sluice.events.wire.Topics;
import dev.sluice.health.port.MetricSources;
import dev.sluice.notifier.port.Channels;
import dev.sluice.notifier.port.History;
import dev.sluice.notifier.port.Outcome;
import dev.sluice.rollback.domain.Answer;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.PublicAddress;
import dev.sluice.simulation.broker.Broker;
import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.simulation.outside.VirtualSources;
import dev.sluice.simulation.outside.VirtualStores;
import dev.sluice.simulation.outside.VirtualTasks;
import dev.sluice.simulation.outside.VirtualWorkloads;
import dev.sluice.simulation.process.Outside;
import dev.sluice.simulation.process.Process;
import dev.sluice.simulation.process.Seams;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.Tasks;
import dev.sluice.traffic.port.Workloads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything around the services of a world. */
final class Surroundings implements Outside {
    private final Broker broker;
    private final Seams seams;
    private final List<VirtualRouter> routers;
    private final VirtualWorkloads workloads;
    private final VirtualTasks tasks;
    private final VirtualSources sources;
    private final VirtualStores stores;

    Surroundings(
            Broker broker,
            Seams seams,
            List<VirtualRouter> routers,
            VirtualWorkloads workloads,
            VirtualTasks tasks,
            VirtualSources sources,
            VirtualStores stores) {
        this.broker = broker;
        this.seams = seams;
        this.routers = routers;
        this.workloads = workloads;
        this.tasks = tasks;
        this.sources = sources;
        this.stores = stores;
    }

    @Override
    public RouterProvider routers(Process process, Supplier<Call> current) {
        return router -> {
            VirtualRouter found = routers.stream()
                    .filter(each -> each.name().equals(router.name().text()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the world has no router " + router.name()));
            return seams.router(found, routers, found.adapter(current), current);
        };
    }

    @Override
    public Workloads<Workload> workloads(Process process, Supplier<Call> current) {
        return workloads.adapter(current);
    }

    @Override
    public Tasks<Task.Work> tasks(Process process, Supplier<Call> current) {
        return tasks.adapter(current);
    }

    @Override
    public MetricSources sources(Process process) {
        return sources.of(process);
    }

    @Override
    public DataSteps stores(Process process) {
        return stores.of(process);
    }

    /** Users get the candidate where any router gives it a share. */
    @Override
    public PublicAddress address(Process process) {
        return url -> {
            boolean candidate =
                    routers.stream().anyMatch(router -> router.candidate().basisPoints() > 0);
            return new Answer.Reply(200, Optional.of(candidate ? "2.0" : "1.0"));
        };
    }

    @Override
    public Channels channels(Process process) {
        return destination -> message -> new Outcome.Delivered();
    }

    @Override
    public History history(Process process) {
        return (target, partition, first, last) -> {
            if (!broker.reachable(process)) {
                throw new IllegalStateException("the broker is out of reach");
            }
            return broker.log(Topics.ROLLOUTS, partition).records().subList((int) first, (int) last + 1).stream()
                    .filter(record -> about(record, target))
                    .toList();
        };
    }

    private static boolean about(ConsumerRecord<byte[], byte[]> record, Target target) {
        return new String(record.key(), StandardCharsets.UTF_8).equals(target.toString());
    }
}
