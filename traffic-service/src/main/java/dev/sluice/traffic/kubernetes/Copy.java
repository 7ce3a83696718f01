package dev.sluice.traffic.kubernetes;

import dev.sluice.events.plan.Preparation;
import dev.sluice.events.plan.Workload;
import dev.sluice.traffic.port.Stamp;
import dev.sluice.traffic.port.WorkloadFailure.Refused;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Deployment made of another one: pure. Its pods keep the labels of the other's, so that Services that choose by them
 * choose these pods too, and have one more, by which its own selector tells them apart.
 */
final class Copy {
    static final String WORKLOAD = "sluice.dev/workload";

    private Copy() {}

    static Deployment of(Deployment from, Workload.Kubernetes workload, Preparation preparation, Stamp stamp)
            throws Refused {
        Map<String, String> labels = new HashMap<>(
                Optional.ofNullable(from.getSpec().getTemplate().getMetadata().getLabels())
                        .orElse(Map.of()));
        labels.putAll(preparation.labels());
        labels.put(WORKLOAD, workload.name().text());
        Map<String, String> selector = new HashMap<>(labels);
        selector.keySet().retainAll(chosenBy(from, preparation));
        Deployment copy = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(workload.home())
                .withName(workload.deployment())
                .withLabels(labels)
                .withAnnotations(Claims.annotations(stamp))
                .endMetadata()
                .withSpec(from.getSpec())
                .editSpec()
                .withReplicas(preparation.replicas())
                .withSelector(
                        new LabelSelectorBuilder().withMatchLabels(selector).build())
                .editTemplate()
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        if (preparation.image().isPresent()) {
            container(copy).setImage(preparation.image().get());
        }
        return copy;
    }

    /** The labels that the selector of the copy is made of: those of the other's selector, and what differs. */
    private static List<String> chosenBy(Deployment from, Preparation preparation) {
        Map<String, String> keys =
                new HashMap<>(Optional.ofNullable(from.getSpec().getSelector().getMatchLabels())
                        .orElse(Map.of()));
        keys.putAll(preparation.labels());
        keys.put(WORKLOAD, "");
        return List.copyOf(keys.keySet());
    }

    /** The container that the plan's image is for: the only one, or the one that has the Deployment's name. */
    static Container container(Deployment deployment) throws Refused {
        List<Container> containers =
                deployment.getSpec().getTemplate().getSpec().getContainers();
        String name = deployment.getMetadata().getName();
        return containers.stream()
                .filter(each -> containers.size() == 1 || each.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused("Deployment " + name + " has containers "
                        + containers.stream().map(Container::getName).toList()
                        + ": expected one, or one named " + name + ", to give the image to"));
    }
}
