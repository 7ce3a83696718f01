package dev.sluice.health.port;

import dev.sluice.events.plan.Metric;
import dev.sluice.health.domain.Sample;
import java.util.List;
import java.util.function.Consumer;

/** One source of one rollout. */
public interface MetricSource extends AutoCloseable {
    /**
     * Asks for these metrics now, and returns at once. Each is answered exactly once, on any thread, as soon as it is
     * known and at the latest at the source's time limit; none waits for another. It does not throw: whatever goes wrong
     * is the answer.
     */
    void sample(List<Metric> metrics, Consumer<Answer> to);

    /** It won't be asked any more; what was asked may stay unanswered. */
    @Override
    void close();

    /** What the source gave for one metric. */
    record Answer(Metric metric, Sample sample) {}
}
