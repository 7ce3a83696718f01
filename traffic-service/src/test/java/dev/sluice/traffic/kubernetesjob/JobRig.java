package dev.sluice.traffic.kubernetesjob;

import dev.sluice.events.plan.Task;
import dev.sluice.traffic.port.Sockets;
import dev.sluice.traffic.port.Tasks;
import dev.sluice.traffic.port.TasksRig;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A namespace with a suspended CronJob. The rig plays the Job's controller; the adapter has the service's rights. */
final class JobRig implements TasksRig<Task.Job> {
    static final String TEMPLATE = "checkout-migrate";
    private final KubernetesClient admin;
    private final KubernetesClient service;
    private final String namespace;

    JobRig(KubernetesClient admin, Config service, String namespace) {
        this.admin = admin;
        this.service = new KubernetesClientBuilder().withConfig(service).build();
        this.namespace = namespace;
        template("migrate");
    }

    /** A template with these containers. */
    void template(String... containers) {
        admin.resource(new CronJobBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(TEMPLATE)
                        .endMetadata()
                        .withNewSpec()
                        .withSchedule("0 0 31 2 *")
                        .withSuspend(true)
                        .withNewJobTemplate()
                        .withNewMetadata()
                        .withLabels(Map.of("team", "checkout"))
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addAllToContainers(Stream.of(containers)
                                .map(name -> new io.fabric8.kubernetes.api.model.ContainerBuilder()
                                        .withName(name)
                                        .withImage("example.com/migrate:1")
                                        .addNewEnv()
                                        .withName("TABLES")
                                        .withValue("all")
                                        .endEnv()
                                        .addNewEnv()
                                        .withName("DATABASE_URL")
                                        .withNewValueFrom()
                                        .withNewSecretKeyRef("url", "checkout-database", false)
                                        .endValueFrom()
                                        .endEnv()
                                        .build())
                                .toList())
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .endJobTemplate()
                        .endSpec()
                        .build())
                .createOr(existing -> existing.update());
    }

    KubernetesClient admin() {
        return admin;
    }

    String namespace() {
        return namespace;
    }

    List<Job> jobs() {
        return admin.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    @Override
    public Tasks<Task.Job> tasks() {
        return new JobTasks(() -> service);
    }

    @Override
    public Task.Job task() {
        return new Task.Job(Optional.of(namespace), TEMPLATE, Optional.empty(), Map.of());
    }

    @Override
    public int begun() {
        return jobs().size();
    }

    /** As its controller says it; a real API server wants the interim conditions too. */
    @Override
    public void end(boolean well) {
        Job job = jobs().stream()
                .filter(each -> each.getStatus() == null
                        || each.getStatus().getConditions() == null
                        || each.getStatus().getConditions().isEmpty())
                .findFirst()
                .orElseThrow();
        String now =
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        admin.resource(job).editStatus(standing -> {
            Job told = standing;
            var status = told.getStatus() == null
                    ? new io.fabric8.kubernetes.api.model.batch.v1.JobStatus()
                    : told.getStatus();
            status.setStartTime(now);
            status.setConditions(
                    well
                            ? List.of(condition("SuccessCriteriaMet", ""), condition("Complete", ""))
                            : List.of(
                                    condition("FailureTarget", "no such table"), condition("Failed", "no such table")));
            if (well) {
                status.setSucceeded(1);
                status.setCompletionTime(now);
            } else {
                status.setFailed(1);
            }
            told.setStatus(status);
            return told;
        });
    }

    private static JobCondition condition(String type, String message) {
        return new JobConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason("Played")
                .withMessage(message)
                .build();
    }

    @Override
    public Tasks<Task.Job> unreachable() {
        try {
            Config nobody = new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + Sockets.free())
                    .withRequestRetryBackoffLimit(0)
                    .withConnectionTimeout(1_000)
                    .build();
            KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(nobody).build();
            return new JobTasks(() -> client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
