package dev.sluice.simulation.process;

import dev.sluice.events.plan.Task;
import dev.sluice.health.port.MetricSources;
import dev.sluice.notifier.port.Channels;
import dev.sluice.notifier.port.History;
import dev.sluice.rollback.port.DataSteps;
import dev.sluice.rollback.port.PublicAddress;
import dev.sluice.simulation.outside.Call;
import dev.sluice.traffic.port.RouterProvider;
import dev.sluice.traffic.port.Tasks;
import dev.sluice.traffic.port.Workloads;
import java.util.function.Supplier;

/** The ways of one process to everything that is neither Kafka nor another service. */
public interface Outside {
    /** @param current the call that is being carried out */
    RouterProvider routers(Process process, Supplier<Call> current);

    /** @param current the call that is being carried out */
    Workloads<dev.sluice.events.plan.Workload> workloads(Process process, Supplier<Call> current);

    /** @param current the call that is being carried out */
    Tasks<Task.Work> tasks(Process process, Supplier<Call> current);

    MetricSources sources(Process process);

    DataSteps stores(Process process);

    PublicAddress address(Process process);

    Channels channels(Process process);

    History history(Process process);
}
