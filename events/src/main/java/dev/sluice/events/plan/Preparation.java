package dev.sluice.events.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Require;
import dev.sluice.events.value.Span;
import java.util.Map;
import java.util.Optional;

/**
 * How a workload is brought up before a stage gives it traffic. The stage starts when all of its instances take requests;
 * one that crashes, or is not there in time, fails the stage.
 *
 * @param before the stage, by its name; by default the first
 * @param replicas how many instances at least; where an autoscaler keeps more, more
 * @param within for how long it is waited; never shortened
 * @param from a Deployment of which it is made as a copy where it is not there
 * @param image the image of its only container, or of the container that has its name
 * @param labels of its pods, beside those of the Deployment that it is made from
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Preparation(
        Optional<Name> before,
        int replicas,
        Span within,
        Optional<String> from,
        Optional<String> image,
        Map<String, String> labels) {
    private static final Span WITHIN = Span.ofMinutes(10);
    private static final int MOST = 10_000;

    public Preparation {
        before = Require.orElse(before, Optional.empty());
        Require.that(replicas >= 1 && replicas <= MOST, "replicas", "expected 1 to " + MOST + " instances");
        within = Require.orElse(within, WITHIN);
        Require.that(
                within.compareTo(Span.ofSeconds(1)) >= 0 && within.compareTo(Span.ofDays(1)) <= 0,
                "within",
                "expected 1s to 1d");
        from = Require.orElse(from, Optional.empty());
        from.ifPresent(each -> KubernetesNames.named("from", "a Deployment's", each));
        image = Require.orElse(image, Optional.empty());
        image.ifPresent(each -> Require.text("image", each));
        labels = Require.orElse(labels, Map.of());
        if (!labels.isEmpty()) {
            labels = KubernetesNames.labels("labels", labels);
        }
        Require.that(
                labels.isEmpty() || from.isPresent(), "labels", "expected only beside from: labels of a copy's pods");
    }

    /** Whether it asks for what only Kubernetes can do. */
    boolean needsKubernetes() {
        return from.isPresent() || image.isPresent();
    }
}
