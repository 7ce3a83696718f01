package dev.sluice.analyze.replay;

import dev.sluice.events.plan.Plan;
import dev.sluice.events.plan.Task;
import dev.sluice.events.plan.Workload;
import dev.sluice.health.port.MetricSources;
import dev.sluice.notifier.port.Channels;
import dev.sluice.notifier.port.History;
import dev.sluice.notifier.port.Outcome;
import dev.sluice.rollback.domain.Answer;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.PublicAddress;
import dev.sluice.simulation.kernel.Dice;
import dev.sluice.simulation.kernel.Scheduler;
import dev.sluice.simulation.outside.Call;
import dev.sluice.simulation.outside.VirtualRouter;
import dev.sluice.simulation.outside.VirtualStores;
import dev.sluice.simulation.outside.VirtualWorkloads;
import dev.sluice.simulation.process.Outside;
import dev.sluice.simulation.process.Process;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import dev.sluice.traffic.port.Workloads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything around the services, in which nothing goes wrong but what was recorded. */
final class RecordedWorld implements Outside {
    private static final int INSTANCES = 2;
    private final RecordedSources sources;
    private final Map<String, VirtualRouter> routers = new HashMap<>();
    private final VirtualWorkloads workloads;
    private final VirtualStores stores;

    RecordedWorld(Plan plan, RecordedSources sources, Scheduler scheduler, Dice dice) {
        this.sources = sources;
        this.workloads = new VirtualWorkloads(dice.apart(), (workload, stamp) -> {});
        this.stores = new VirtualStores(scheduler, dice.apart());
        plan.routers()
                .forEach(router -> routers.put(
                        router.name().text(),
                        new VirtualRouter(router.name().text(), true, scheduler, dice.apart(), change -> {})));
        plan.workloads().forEach(workload -> workloads.run(workload.name(), INSTANCES));
    }

    @Override
    public RouterProvider routers(Process process, Supplier<Call> current) {
        return router -> {
            VirtualRouter found = routers.get(router.name().text());
            if (found == null) {
                throw new IllegalStateException("the plan has no router " + router.name());
            }
            return found.adapter(current);
        };
    }

    @Override
    public Workloads<Workload> workloads(Process process, Supplier<Call> current) {
        return workloads.adapter(current);
    }

    @Override
    public Tasks<Task.Work> tasks(Process process, Supplier<Call> current) {
        return new Tasks<>() {
            @Override
            public TaskProgress run(Task.Work task, Errand errand) {
                return TaskProgress.succeeded("taken to succeed");
            }
        };
    }

    @Override
    public MetricSources sources(Process process) {
        return sources.of(process);
    }

    @Override
    public DataSteps stores(Process process) {
        return stores.of(process);
    }

    @Override
    public PublicAddress address(Process process) {
        return url -> new Answer.Reply(200, Optional.empty());
    }

    @Override
    public Channels channels(Process process) {
        return destination -> message -> new Outcome.Delivered();
    }

    @Override
    public History history(Process process) {
        return (target, partition, first, last) -> List.of();
    }
}
