package dev.sluice.events.plan;

import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Target;
import dev.sluice.events.value.Unit.Dimension;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is asked about the surroundings of a rollout: where it stands, and what it counts. */
final class SurroundingsRules {
    private SurroundingsRules() {}

    /** The sources with the target's namespace where they name none. */
    static List<Source> complete(Target target, List<Source> sources) {
        return sources.stream()
                .map(source ->
                        source instanceof Source.Kubernetes cluster ? completed(target, sources, cluster) : source)
                .toList();
    }

    private static Source completed(Target target, List<Source> sources, Source.Kubernetes cluster) {
        try {
            return cluster.inNamespaceOr(target.namespace());
        } catch (Refusal refusal) {
            throw refusal.within("sources[" + sources.indexOf(cluster) + "]");
        }
    }

    static void unit(String field, Metric metric) {
        if (metric.read() instanceof Reading.Surroundings asked) {
            Set<Dimension> fitting = dimensions(asked);
            Require.that(
                    fitting.contains(metric.unit().dimension()),
                    field + ".unit",
                    "expected "
                            + fitting.stream()
                                    .map(SurroundingsRules::named)
                                    .sorted()
                                    .collect(Collectors.joining(", or "))
                            + ": that is what is read, found " + metric.unit().symbol());
        }
    }

    private static Set<Dimension> dimensions(Reading.Surroundings asked) {
        return switch (asked) {
            case Reading.Connect c -> Set.of(Dimension.TIME);
            case Reading.Certificate c -> Set.of(Dimension.TIME);
            case Reading.Reachable r -> Set.of(Dimension.COUNT);
            case Reading.Resolves r -> Set.of(Dimension.COUNT);
            case Reading.Image i -> Set.of(Dimension.COUNT);
            case Reading.Present p -> Set.of(Dimension.COUNT);
            case Reading.Keys k -> Set.of(Dimension.COUNT);
            case Reading.Ready r -> Set.of(Dimension.COUNT, Dimension.SHARE);
        };
    }

    private static String named(Dimension dimension) {
        return switch (dimension) {
            case COUNT -> "count";
            case TIME -> "a time (s, ms, m, h or d)";
            case SHARE -> "a share (% or ratio)";
            case RATE -> "rps";
            case SIZE -> "a size (B, MiB or GiB)";
        };
    }
}
