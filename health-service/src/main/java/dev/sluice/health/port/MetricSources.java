package dev.sluice.health.port;

import dev.sluice.events.plan.Metric;
import dev.sluice.events.plan.Source;
import dev.sluice.events.value.Target;
import java.util.List;

/** Opens the sources of a plan. */
@FunctionalInterface
public interface MetricSources {
    /**
     * A source ready to be asked for these metrics of it. It may begin to read ahead at once. It does not throw and does
     * not block: a source that can't be reached says so when it is asked.
     *
     * @param version of the candidate, for sources that hold samples of several
     */
    MetricSource open(Target target, String version, Source source, List<Metric> metrics);
}
