package dev.sluice.events.plan;

import dev.sluice.events.value.Name;
import dev.sluice.events.value.Refusal;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import dev.sluice.events.value.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the workloads of a plan owe to each other and to its target. */
final class WorkloadRules {
    private WorkloadRules() {}

    /** The workloads with the target's namespace where they name none. */
    static List<Workload> complete(Target target, List<Workload> workloads) {
        return workloads.stream()
                .map(workload -> switch (workload) {
                    case Workload.Kubernetes kubernetes -> complete(target, kubernetes, workloads.indexOf(workload));
                    case Workload.Http http -> http;
                })
                .toList();
    }

    private static Workload complete(Target target, Workload.Kubernetes workload, int index) {
        try {
            return workload.inNamespaceOr(target.namespace());
        } catch (Refusal refusal) {
            throw refusal.within("workloads[" + index + "]");
        }
    }

    /** One that is retired must be nobody else's too: another's shut-down, or another's configuration. */
    static void check(List<Workload> workloads, List<Stage> stages, Optional<Span> bake, List<Router> routers) {
        Set<Object> places = new HashSet<>();
        Set<List<String>> configMaps = new HashSet<>();
        for (int i = 0; i < workloads.size(); i++) {
            String field = "workloads[" + i + "]";
            Require.that(
                    places.add(place(workloads.get(i))),
                    field,
                    "expected another place than an earlier workload's: the same instances would be shut down for both");
            workloads
                    .get(i)
                    .prepare()
                    .ifPresent(preparation -> Require.that(
                            stageOf(preparation, stages) >= 0,
                            field + ".prepare.before",
                            "expected the name of a stage, found "
                                    + preparation.before().map(Name::text).orElse("")));
            afterwards(field + ".onComplete", workloads.get(i), workloads, bake);
            lettingGo(field + ".onComplete", workloads.get(i), stages, routers);
            if (workloads.get(i) instanceof Workload.Kubernetes kubernetes) {
                for (String configMap : kubernetes.configMaps()) {
                    Require.that(
                            configMaps.add(List.of(kubernetes.home(), configMap)),
                            field + ".configMaps",
                            "expected a ConfigMap that belongs to one workload, found " + configMap + " again");
                }
            }
        }
    }

    /** Nobody is left without an instance, and nobody without a way back. */
    private static void afterwards(String field, Workload workload, List<Workload> workloads, Optional<Span> bake) {
        if (workload.onComplete() == RetireAction.KEEP) {
            return;
        }
        switch (workload.role()) {
            case STABLE ->
                Require.that(
                        bake.isPresent(),
                        field,
                        "expected keep, or nothing, in a plan without bake: for so long the old version stays, to go"
                                + " back to at once");
            case CANARY ->
                Require.that(
                        workloads.stream()
                                .anyMatch(each -> each.role() == Role.GREEN
                                        && each.prepare().isPresent()),
                        field,
                        "expected keep, or nothing, in a plan that brings up no green workload: what else serves"
                                + " everybody?");
            case GREEN -> throw new IllegalStateException("a green workload is kept");
        }
    }

    /** A weight moves nobody whom a cookie holds, and a router without a stamp can't keep a former owner out. */
    private static void lettingGo(String field, Workload workload, List<Stage> stages, List<Router> routers) {
        if (workload.onComplete() == RetireAction.KEEP || workload.role() != Role.STABLE) {
            return;
        }
        stages.stream()
                .filter(stage -> stage.affinity().isPresent())
                .findFirst()
                .ifPresent(stage -> {
                    throw new Refusal(
                            field,
                            "expected keep, or nothing: the affinity of stage " + stage.name()
                                    + " holds clients at the old version");
                });
        routers.stream()
                .filter(router -> router instanceof Router.Haproxy haproxy
                        && haproxy.map().isEmpty())
                .findFirst()
                .ifPresent(router -> {
                    throw new Refusal(
                            field,
                            "expected keep, or nothing: router " + router.name()
                                    + " has no map, and so no place for the stamp of its owner");
                });
    }

    /** Before which stage, 0-based; -1 when the plan has no such stage. */
    static int stageOf(Preparation preparation, List<Stage> stages) {
        return preparation
                .before()
                .map(name -> stages.stream().map(Stage::name).toList().indexOf(name))
                .orElse(0);
    }

    private static Object place(Workload workload) {
        return switch (workload) {
            case Workload.Kubernetes kubernetes -> List.of(kubernetes.home(), kubernetes.deployment());
            case Workload.Http http -> http.url();
        };
    }
}
