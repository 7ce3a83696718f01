package dev.sluice.traffic.clusterrouter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.events.plan.ClusterRouter;
import dev.sluice.events.plan.ClusterRouter.RouteKind;
import dev.sluice.events.plan.HeaderMatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The objects of another kit, with everything that their owners write into such objects and that is none of ours. */
record RichKit(Kit plain, String file) implements Kit {
    private static final Path OBJECTS = Path.of("src/test/resources/clusterrouter");

    static RichKit istio() {
        return new RichKit(new IstioKit(), "rich-virtual-service.yaml");
    }

    static RichKit gateway() {
        return new RichKit(new GatewayKit(RouteKind.HTTP, true), "rich-http-route.yaml");
    }

    static RichKit nginx() {
        return new RichKit(new NginxKit(true), "rich-canary-ingress.yaml");
    }

    @Override
    public ClusterRouter plan(String namespace) {
        return plain.plan(namespace);
    }

    @Override
    public List<ObjectNode> manifests(String namespace) {
        try {
            ObjectNode rich = Yaml.object(Files.readString(OBJECTS.resolve(file)));
            rich.withObject("/metadata").put("namespace", namespace);
            List<ObjectNode> manifests = new java.util.ArrayList<>(plain.manifests(namespace));
            manifests.removeLast();
            manifests.add(rich);
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left of an object without what is ours: the annotation, weights of ours, and the API server's own. */
    static ObjectNode foreign(ObjectNode object) {
        ObjectNode left = object.deepCopy();
        left.withObject("/metadata")
                .remove(List.of("resourceVersion", "generation", "managedFields", "uid", "creationTimestamp"));
        ObjectNode annotations = Tree.annotations(left);
        annotations.remove(Notes.ANNOTATION);
        annotations.remove("nginx.ingress.kubernetes.io/canary-weight");
        annotations.remove("nginx.ingress.kubernetes.io/affinity-canary-behavior");
        for (String list : List.of("http", "rules")) {
            if (left.at("/spec/" + list) instanceof ArrayNode routes) {
                Tree.objects(routes).forEach(RichKit::withoutOurWeights);
            }
        }
        return left;
    }

    private static void withoutOurWeights(ObjectNode route) {
        for (String list : List.of("route", "backendRefs")) {
            for (ObjectNode entry : Tree.objects(route.path(list))) {
                entry.remove("weight");
            }
        }
    }

    @Override
    public Traffic.Side side(
            Traffic.World world, String namespace, Optional<HeaderMatch> header, Traffic.Position position) {
        return plain.side(world, namespace, header, position);
    }

    @Override
    public String binding() {
        return plain.binding();
    }

    @Override
    public String toString() {
        return file;
    }
}
