package dev.sluice.traffic.kubernetesjob;

import dev.sluice.events.plan.Task;
import dev.sluice.traffic.port.Errand;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Job of one attempt, made of a CronJob's template: pure. */
final class JobOf {
    /** The same for all attempts at a step of a rollout. */
    static final String STEP = "sluice.dev/step";

    static final String ATTEMPT = "sluice.dev/attempt";
    private static final int NAME_OF_STEP_MAX = 40;
    private static final int DIGEST_CHARS = 12;
    /** Long enough for a person to read its log. */
    private static final int KEPT_SECONDS = 24 * 60 * 60;

    private JobOf() {}

    /** The template is not one that the plan's image could be put into. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    /** A name that is the same for whoever carries out this attempt: at most 60 characters, so that a pod's label holds it. */
    static String name(Errand errand) {
        String step = errand.step().text();
        String readable =
                step.substring(0, Math.min(step.length(), NAME_OF_STEP_MAX)).replaceAll("[^a-z0-9-]", "-");
        return "sluice-" + readable.replaceFirst("-+$", "") + "-" + digest(errand.key());
    }

    static String step(Errand errand) {
        return digest(errand.rollout() + "/" + errand.step());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Job template(CronJob from, Task.Job task, Errand errand) throws Unfit {
        JobSpec spec = new JobSpecBuilder(from.getSpec().getJobTemplate().getSpec()).build();
        spec.setActiveDeadlineSeconds(Math.min(
                errand.within().toSeconds(),
                Optional.ofNullable(spec.getActiveDeadlineSeconds()).orElse(Long.MAX_VALUE)));
        if (spec.getBackoffLimit() == null) {
            spec.setBackoffLimit(0);
        }
        // One that went before it was looked at would be made again.
        spec.setTtlSecondsAfterFinished((int) Math.max(
                errand.within().toSeconds() + KEPT_SECONDS,
                Optional.ofNullable(spec.getTtlSecondsAfterFinished()).orElse(0)));
        PodSpec pod = spec.getTemplate().getSpec();
        if (task.image().isPresent()) {
            container(from, pod).setImage(task.image().get());
        }
        Map<String, String> env = new TreeMap<>(task.env());
        env.put("SLUICE_ROLLOUT", errand.rollout().text());
        env.put("SLUICE_TARGET", errand.target().toString());
        env.put("SLUICE_VERSION", errand.version());
        env.put("SLUICE_STEP", errand.step().text());
        Stream.concat(
                        Optional.ofNullable(pod.getInitContainers()).orElse(List.of()).stream(),
                        pod.getContainers().stream())
                .forEach(each -> each.setEnv(with(env, each.getEnv())));
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(task.home())
                .withName(name(errand))
                .withLabels(Optional.ofNullable(from.getSpec().getJobTemplate().getMetadata())
                        .map(metadata -> metadata.getLabels())
                        .orElse(Map.of()))
                .addToLabels("app.kubernetes.io/managed-by", "sluice")
                .addToLabels(STEP, step(errand))
                .addToAnnotations(ATTEMPT, errand.key())
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    /** Ours come first, since a variable may be made of those before it. */
    private static List<EnvVar> with(Map<String, String> ours, List<EnvVar> standing) {
        List<EnvVar> all = new ArrayList<>();
        ours.forEach((name, value) -> all.add(new EnvVar(name, value, null)));
        Optional.ofNullable(standing).orElse(List.of()).stream()
                .filter(each -> !ours.containsKey(each.getName()))
                .forEach(all::add);
        return all;
    }

    private static Container container(CronJob from, PodSpec pod) throws Unfit {
        String name = from.getMetadata().getName();
        return pod.getContainers().stream()
                .filter(each ->
                        pod.getContainers().size() == 1 || each.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new Unfit("CronJob " + name + " has containers "
                        + pod.getContainers().stream().map(Container::getName).toList()
                        + ": expected one, or one named "
                        + name + ", to give the image to"));
    }
}
