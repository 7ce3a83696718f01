package dev.sluice.demo.target;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The target's metrics in Prometheus text format, every one labelled with {@code version}. The counters of statuses 200
 * and 500 and of workflow runs exist from the start at 0, because a counter that is born at 1 shows no increase.
 */
final class TargetMetrics {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final long[] BOUNDS_MS = {5, 10, 25, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_500, 5_000
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Tags version;
    private final Timer duration;
    private final Counter workflowSuccesses;
    private final Counter workflowErrors;

    TargetMetrics(String version, Supplier<Behaviour> behaviour) {
        this.version = Tags.of("version", version);
        duration = Timer.builder("http.request.duration")
                .description("Time from the arrival of a request to the end of its answer")
                .tags(this.version)
                .serviceLevelObjectives(bounds())
                .register(registry);
        workflowSuccesses = counter("workflow.success", "Workflow runs that succeeded");
        workflowErrors = counter("workflow.errors", "Workflow runs that failed");
        requests(200);
        requests(500);
        gauge(
                "agents.active",
                "Agents at work",
                () -> SampleTarget.AGENTS - behaviour.get().agentsFailed());
        gauge("agents.failed", "Agents that failed", () -> behaviour.get().agentsFailed());
        gauge(
                "agent.availability.ratio",
                "Agents at work over agents configured, 0 to 1",
                () -> 1 - (double) behaviour.get().agentsFailed() / SampleTarget.AGENTS);
        gauge(
                "process.memory.usage.ratio",
                "Heap in use over its limit, 0 to 1",
                () -> behaviour.get().memory().orElseGet(TargetMetrics::heapShare));
        gauge(
                "process.cpu.usage.ratio",
                "Processor time over what the machine has, 0 to 1",
                () -> behaviour.get().cpu().orElseGet(TargetMetrics::cpuShare));
    }

    void served(int status, Duration took) {
        requests(status).increment();
        duration.record(took);
    }

    void workflowRan(boolean succeeded) {
        (succeeded ? workflowSuccesses : workflowErrors).increment();
    }

    String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }

    private Counter requests(int status) {
        return Counter.builder("http.requests")
                .description("Application requests answered, by status")
                .tags(version.and("status", Integer.toString(status)))
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(version).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .tags(version)
                .strongReference(true)
                .register(registry);
    }

    private static Duration[] bounds() {
        return LongStream.of(BOUNDS_MS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static double heapShare() {
        Runtime runtime = Runtime.getRuntime();
        return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    }

    private static double cpuShare() {
        double load =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuLoad();
        // The bean answers with a negative value until it has seen two moments.
        return Math.max(0, load);
    }
}
