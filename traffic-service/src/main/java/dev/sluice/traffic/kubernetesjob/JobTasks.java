package dev.sluice.traffic.kubernetesjob;

import dev.sluice.events.plan.Task;
import dev.sluice.traffic.apiserver.ApiCall;
import dev.sluice.traffic.apiserver.ApiFailure;
import dev.sluice.traffic.port.Errand;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.Tasks;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Job for each attempt, with a name that is made of the attempt: who asks again, after a crash or on another instance,
 * finds it. It is never deleted here; its own time to live does that.
 */
public final class JobTasks implements Tasks<Task.Job> {
    private final Supplier<KubernetesClient> client;

    /** @param client the caller's, never closed here; it must not repeat requests by itself */
    public JobTasks(Supplier<KubernetesClient> client) {
        this.client = client;
    }

    @Override
    public TaskProgress run(Task.Job task, Errand errand) {
        String name = JobOf.name(errand);
        String named = "Job " + task.home() + "/" + name;
        try {
            List<Job> attempts = attempts(task.home(), errand, named);
            for (Job each : attempts) {
                if (each.getMetadata().getName().equals(name)) {
                    return progress(each, named);
                }
            }
            // Two migrations beside each other are worse than none.
            for (Job each : attempts) {
                if (progress(each, "") instanceof TaskProgress.UnderWay) {
                    return new TaskProgress.UnderWay(
                            "Job " + each.getMetadata().getName() + " of an earlier attempt has not ended so far");
                }
            }
            return made(task, errand, named);
        } catch (ApiFailure.Conflict | ApiFailure.Unreachable mayPass) {
            return new TaskProgress.UnderWay(String.valueOf(mayPass.getMessage()));
        } catch (ApiFailure refused) {
            return new TaskProgress.Refused(String.valueOf(refused.getMessage()));
        } catch (JobOf.Unfit e) {
            return TaskProgress.failed(String.valueOf(e.getMessage()));
        }
    }

    private TaskProgress made(Task.Job task, Errand errand, String named) throws ApiFailure, JobOf.Unfit {
        Optional<CronJob> template = template(task);
        if (template.isEmpty()) {
            return TaskProgress.failed("there is no CronJob " + task.home() + "/" + task.from());
        }
        if (errand.within().toSeconds() < 1) {
            return new TaskProgress.UnderWay("its time is over before it was begun");
        }
        Job job = JobOf.template(template.get(), task, errand);
        ApiCall.of("create " + named, () -> client.get().resource(job).create());
        return new TaskProgress.UnderWay(named + " was made");
    }

    /** All attempts at the step, by a list, which is never empty by mistake. */
    private List<Job> attempts(String namespace, Errand errand, String named) throws ApiFailure {
        return ApiCall.of("read " + named, () -> client.get()
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(JobOf.STEP, JobOf.step(errand))
                .list()
                .getItems());
    }

    private Optional<CronJob> template(Task.Job task) throws ApiFailure {
        return ApiCall.of("read CronJob " + task.home() + "/" + task.from(), () -> client
                .get()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(task.home())
                .withField("metadata.name", task.from())
                .list()
                .getItems()
                .stream()
                .findFirst());
    }

    private static TaskProgress progress(Job job, String named) {
        JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
        return condition(status, "Complete")
                .map(complete -> TaskProgress.succeeded(named + " is complete"))
                .or(() -> condition(status, "Failed")
                        .map(failed -> TaskProgress.failed(named + " failed: " + said(failed))))
                .orElseGet(() -> new TaskProgress.UnderWay(named + " has "
                        + Optional.ofNullable(status.getActive()).orElse(0) + " active pods"));
    }

    private static Optional<JobCondition> condition(JobStatus status, String type) {
        return Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .filter(each -> type.equals(each.getType()) && "True".equals(each.getStatus()))
                .findFirst();
    }

    private static String said(JobCondition failed) {
        return Optional.ofNullable(failed.getReason()).orElse("no reason given")
                + Optional.ofNullable(failed.getMessage())
                        .map(each -> ", " + each)
                        .orElse("");
    }
}
