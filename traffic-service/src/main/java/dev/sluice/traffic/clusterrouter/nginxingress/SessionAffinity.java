package dev.sluice.traffic.clusterrouter.nginxingress;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.Affinity;
import dev.sluice.traffic.clusterrouter.ObjectRef;
import dev.sluice.traffic.clusterrouter.Place;
import dev.sluice.traffic.clusterrouter.Tree;
import dev.sluice.traffic.port.RouterFailure.Refused;
import dev.sluice.traffic.port.Split;
import java.util.List;

/**
 * The cookie that keeps clients where they were sent first: annotations of the stable Ingress, set for a stage with
 * affinity and taken away after it. One that somebody else has set stays, and a stage that wants another is refused.
 */
record SessionAffinity(ObjectRef ref) implements Place.Beside {
    private static final String OURS = "sluice.dev/affinity";
    private static final String AFFINITY = CanaryShape.PREFIX + "affinity";
    private static final String COOKIE = CanaryShape.PREFIX + "session-cookie-name";
    private static final String MAX_AGE = CanaryShape.PREFIX + "session-cookie-max-age";

    @Override
    public ObjectNode with(ObjectNode object, Split split) throws Refused {
        if (split.affinity().isEmpty()) {
            return without(object);
        }
        boolean ours = Tree.annotation(object, OURS).isPresent();
        if (!ours && Tree.annotation(object, AFFINITY).isPresent()) {
            throw new Refused(ref + " already has a session affinity of its own: remove that, or the stage's affinity");
        }
        Affinity affinity = split.affinity().get();
        ObjectNode next = object.deepCopy();
        Tree.annotations(next)
                .put(OURS, "set for a stage of a rollout")
                .put(AFFINITY, "cookie")
                .put(COOKIE, affinity.cookie())
                .put(MAX_AGE, String.valueOf(affinity.maxAge().millis() / 1000));
        return next;
    }

    @Override
    public ObjectNode without(ObjectNode object) {
        if (Tree.annotation(object, OURS).isEmpty()) {
            return object;
        }
        ObjectNode next = object.deepCopy();
        Tree.annotations(next).remove(List.of(OURS, AFFINITY, COOKIE, MAX_AGE));
        return next;
    }
}
