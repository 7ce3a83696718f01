package dev.sluice.traffic.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Pods that won't take requests by themselves, by what the kubelet says of their containers. */
final class Crashes {
    /** The kubelet's words for what waiting does not help: https://kubernetes.io/docs/concepts/containers/images */
    private static final Set<String> HOPELESS = Set.of(
            "CrashLoopBackOff",
            "ImagePullBackOff",
            "ErrImageNeverPull",
            "InvalidImageName",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    private Crashes() {}

    /** The first of them, in words. */
    static Optional<String> among(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .flatMap(Crashes::of)
                .findFirst();
    }

    private static Stream<String> of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return Stream.empty();
        }
        return Stream.concat(stream(status.getInitContainerStatuses()), stream(status.getContainerStatuses()))
                .filter(container -> container.getState() != null
                        && container.getState().getWaiting() != null
                        && HOPELESS.contains(
                                String.valueOf(container.getState().getWaiting().getReason())))
                .map(container -> words(pod, container));
    }

    private static Stream<ContainerStatus> stream(List<ContainerStatus> statuses) {
        return statuses == null ? Stream.empty() : statuses.stream();
    }

    private static String words(Pod pod, ContainerStatus container) {
        ContainerStateWaiting waiting = container.getState().getWaiting();
        return "container " + container.getName() + " of pod "
                + pod.getMetadata().getName() + ": " + waiting.getReason()
                + (waiting.getMessage() == null ? "" : ", " + waiting.getMessage());
    }
}
