package dev.sluice.traffic.clusterrouter.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.clusterrouter.ObjectRef;
import dev.sluice.traffic.clusterrouter.Place;
import dev.sluice.traffic.clusterrouter.Shape;
import dev.sluice.traffic.clusterrouter.Standing;
import dev.sluice.traffic.port.RouterFailure;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The labels by which a Service selects its pods: those of the stable version or those of the candidate, never both. */
public final class ServicePlace implements Place {
    private final ClusterRouter.Service plan;

    public ServicePlace(ClusterRouter.Service plan) {
        this.plan = plan;
    }

    @Override
    public ObjectRef home() {
        return new ObjectRef("", "v1", plan.home(), "Service", "services", plan.service());
    }

    @Override
    public String part() {
        return "selector";
    }

    @Override
    public Standing find(Reader reader) throws RouterFailure {
        ObjectNode object = reader.read(home()).orElseThrow(() -> new Refused(home() + " is not there"));
        return new Standing(home(), object, true, new Selector(plan, home()));
    }

    @Override
    public Optional<String> obstacle(Split split) {
        if (!split.candidate().equals(Weight.ZERO) && !split.candidate().equals(Weight.FULL)) {
            return Optional.of("a Service has no shares: " + split.candidate() + " is neither 0% nor 100%");
        }
        boolean more = split.header().isPresent()
                || split.cookie().isPresent()
                || split.mirror().isPresent()
                || split.affinity().isPresent();
        return more ? Optional.of("a Service knows no headers, cookies and mirrors") : Optional.empty();
    }

    @Override
    public List<String> writes(Split split) {
        return List.of(home() + ": selector "
                + told(split.candidate().equals(Weight.FULL) ? plan.candidate() : plan.stable()));
    }

    @Override
    public List<Access> needs() {
        return List.of(new Access("get", home()), new Access("update", home()));
    }

    private static String told(Map<String, String> labels) {
        return String.join(
                ",",
                new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .toList());
    }

    private record Selector(ClusterRouter.Service plan, ObjectRef home) implements Shape {
        @Override
        public Weight share(ObjectNode object, Weight written) throws Refused {
            JsonNode selector = object.path("spec").path("selector");
            if (has(selector, plan.stable())) {
                return Weight.ZERO;
            }
            if (has(selector, plan.candidate())) {
                return Weight.FULL;
            }
            throw new Refused(home + " selects " + selector + ", which is neither stable's " + told(plan.stable())
                    + " nor the candidate's " + told(plan.candidate()) + ": set it to stable's");
        }

        private static boolean has(JsonNode selector, Map<String, String> labels) {
            return labels.entrySet().stream()
                    .allMatch(label -> selector.path(label.getKey()).asText().equals(label.getValue()));
        }

        @Override
        public boolean open(ObjectNode object) {
            return false;
        }

        /** Not over a selector that is neither's: nobody could say what the first step took away, or from whom. */
        @Override
        public ObjectNode split(ObjectNode object, Split split) throws Refused {
            share(object, Weight.ZERO);
            return with(object, split.candidate().equals(Weight.FULL) ? plan.candidate() : plan.stable());
        }

        @Override
        public ObjectNode restored(ObjectNode object) {
            return with(object, plan.stable());
        }

        private static ObjectNode with(ObjectNode object, Map<String, String> labels) {
            ObjectNode next = object.deepCopy();
            ObjectNode spec = next.path("spec") instanceof ObjectNode there ? there : next.putObject("spec");
            ObjectNode selector =
                    spec.path("selector") instanceof ObjectNode there ? there : spec.putObject("selector");
            labels.forEach(selector::put);
            return next;
        }
    }
}
