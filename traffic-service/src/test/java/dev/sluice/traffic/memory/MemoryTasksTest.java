package dev.sluice.traffic.memory;

import dev.sluice.events.plan.Task;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import dev.sluice.traffic.port.TasksContract;
import dev.sluice.traffic.port.TasksRig;
import java.net.URI;
import java.util.Optional;

class MemoryTasksTest extends TasksContract<Task.Work> {
    private static final Name MIGRATE = new Name("migrate");

    @Override
    protected TasksRig<Task.Work> open() {
        MemoryTasks memory = new MemoryTasks();
        memory.answer(MIGRATE, new TaskProgress.UnderWay("at table 7"));
        return new TasksRig<>() {
            @Override
            public Tasks<Task.Work> tasks() {
                return memory;
            }

            @Override
            public Task.Work task() {
                return new Task.Http(URI.create("http://127.0.0.1:1/"), Optional.empty(), Optional.empty());
            }

            @Override
            public int begun() {
                return memory.begun().size();
            }

            @Override
            public void end(boolean well) {
                memory.answer(MIGRATE, well ? TaskProgress.succeeded("done") : TaskProgress.failed("no such table"));
                memory.run(task(), memory.begun().getLast());
                memory.answer(MIGRATE, new TaskProgress.UnderWay("at table 7"));
            }

            @Override
            public Tasks<Task.Work> unreachable() {
                return memory;
            }

            @Override
            public void close() {}
        };
    }
}
