package dev.sluice.traffic.clusterrouter.nginxingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.port.RouterFailure.Refused;

/**
 * The canary Ingress that the stable one has none of yet: the same class, hosts, paths and certificates, with the
 * candidate's Service. It takes over no labels, by which a deployment tool would take it for its own and delete it.
 */
record MadeCanary(ClusterRouter.NginxIngress plan) {
    private static final String CLASS = "kubernetes.io/ingress.class";

    ObjectNode of(ObjectNode stable) throws Refused {
        ObjectNode made = stable.objectNode();
        made.set("apiVersion", stable.path("apiVersion"));
        made.set("kind", stable.path("kind"));
        ObjectNode metadata = made.putObject("metadata");
        metadata.put("namespace", plan.home()).put("name", plan.canaryIngress());
        metadata.putObject("labels").put("app.kubernetes.io/managed-by", "sluice");
        ObjectNode annotations = metadata.putObject("annotations");
        annotations.put(CanaryShape.CANARY, "true");
        Tree.annotation(stable, CLASS).ifPresent(name -> annotations.put(CLASS, name));
        ObjectNode spec = stable.path("spec") instanceof ObjectNode there ? there.deepCopy() : made.objectNode();
        boolean leads = onlyOurs(spec);
        if (!leads) {
            throw new Refused("Ingress " + plan.ingress() + " has no path that leads to " + plan.stableService()
                    + ": no canary Ingress can be made from it");
        }
        made.set("spec", spec);
        return made;
    }

    private boolean onlyOurs(ObjectNode spec) {
        boolean leads = false;
        if (toCandidate(spec.path("defaultBackend"))) {
            leads = true;
        } else {
            spec.remove("defaultBackend");
        }
        if (spec.path("rules") instanceof ArrayNode rules) {
            for (int i = rules.size() - 1; i >= 0; i--) {
                if (onlyOurPaths(rules.get(i))) {
                    leads = true;
                } else {
                    rules.remove(i);
                }
            }
            if (rules.isEmpty()) {
                spec.remove("rules");
            }
        }
        return leads;
    }

    private boolean onlyOurPaths(JsonNode rule) {
        if (!(rule.path("http").path("paths") instanceof ArrayNode paths)) {
            return false;
        }
        for (int i = paths.size() - 1; i >= 0; i--) {
            if (!toCandidate(paths.get(i).path("backend"))) {
                paths.remove(i);
            }
        }
        return !paths.isEmpty();
    }

    /** Turns a backend of stable's into the candidate's; whether it was one. */
    private boolean toCandidate(JsonNode backend) {
        if (backend.path("service") instanceof ObjectNode service
                && service.path("name").asText().equals(plan.stableService())) {
            service.put("name", plan.candidateService());
            return true;
        }
        return false;
    }
}
