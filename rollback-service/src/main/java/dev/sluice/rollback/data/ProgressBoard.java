package dev.sluice.rollback.data;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.RolloutId;
import dev.sluice.events.value.Target;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What steps with data are doing on this instance, for HTTP and for meters: of each store the newest steps of the newest
 * rollouts.
 */
public final class ProgressBoard {
    private static final int ROLLOUTS_MAX = 200;
    private final MeterRegistry registry;
    private final Map<RolloutId, List<RunningTask>> tasks = new LinkedHashMap<>();
    private final Map<Place, RunningTask> newest = new LinkedHashMap<>();

    private record Place(Target target, Name store) {}

    public ProgressBoard(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void add(Target target, RolloutId rollout, RunningTask task) {
        Progress progress = task.progress();
        List<RunningTask> of = tasks.computeIfAbsent(rollout, id -> new ArrayList<>());
        of.removeIf(other -> other.progress().store().equals(progress.store())
                && other.progress().work() == progress.work());
        of.add(task);
        if (tasks.size() > ROLLOUTS_MAX) {
            tasks.remove(tasks.keySet().iterator().next());
        }
        Place place = new Place(target, progress.store());
        if (newest.put(place, task) == null) {
            gauge("sluice.data.done", "how much of the step is done, in bytes, rows or keys", place, true);
            gauge("sluice.data.total", "how much there is to do in the step; 0 when not known", place, false);
        }
    }

    private void gauge(String name, String meaning, Place place, boolean done) {
        Gauge.builder(name, () -> value(place, done))
                .description(meaning)
                .tag("target", place.target().toString())
                .tag("store", place.store().text())
                .register(registry);
    }

    private synchronized double value(Place place, boolean done) {
        RunningTask task = newest.get(place);
        if (task == null || task.progress().outcome().isPresent()) {
            return 0;
        }
        return done ? task.progress().done() : task.progress().total();
    }

    /** The steps of a rollout that this instance knows of, the oldest first. */
    public synchronized List<Progress> of(RolloutId rollout) {
        return tasks.getOrDefault(rollout, List.of()).stream()
                .map(RunningTask::progress)
                .toList();
    }
}
