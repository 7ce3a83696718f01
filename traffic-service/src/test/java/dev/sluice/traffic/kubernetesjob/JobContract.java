package dev.sluice.traffic.kubernetesjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.plan.Task;
import dev.sluice.traffic.port.TaskProgress;
import dev.sluice.traffic.port.TasksContract;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Jobs are about beyond the port's promises; the same on the mock and on a real API server. */
abstract class JobContract extends TasksContract<Task.Job> {
    JobRig rig() {
        return (JobRig) opened();
    }

    private TaskProgress run(String from, Optional<String> image, Map<String, String> env) {
        return rig().tasks().run(new Task.Job(Optional.of(rig().namespace()), from, image, env), errand(1, 7));
    }

    @Test
    void theTemplateIsKeptAndThePlanIsAdded() {
        run(JobRig.TEMPLATE, Optional.of("example.com/migrate:5.1"), Map.of("TABLES", "orders"));

        Job job = rig().jobs().getFirst();
        assertThat(job.getMetadata().getName()).startsWith("sluice-migrate-").hasSizeLessThan(64);
        assertThat(job.getMetadata().getLabels())
                .containsEntry("team", "checkout")
                .containsEntry("app.kubernetes.io/managed-by", "sluice");
        assertThat(job.getMetadata().getAnnotations())
                .containsEntry(JobOf.ATTEMPT, errand(1, 7).key());
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(300);
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(86_700);
        Container container =
                job.getSpec().getTemplate().getSpec().getContainers().getFirst();
        assertThat(container.getImage()).isEqualTo("example.com/migrate:5.1");
        assertThat(container.getEnv())
                .extracting(EnvVar::getName)
                .as("ours come first, for a variable may be made of those before it")
                .containsExactly(
                        "SLUICE_ROLLOUT", "SLUICE_STEP", "SLUICE_TARGET", "SLUICE_VERSION", "TABLES", "DATABASE_URL");
        assertThat(container.getEnv().get(4).getValue()).isEqualTo("orders");
        EnvVar secret = container.getEnv().getLast();
        assertThat(secret.getValueFrom().getSecretKeyRef().getName()).isEqualTo("checkout-database");
    }

    @Test
    void theNextAttemptWaitsUntilTheJobOfTheOneBeforeHasEnded() {
        run(errand(1, 7));

        assertThat(run(errand(2, 9))).isInstanceOf(TaskProgress.UnderWay.class);
        assertThat(run(errand(2, 9)).detail()).contains("of an earlier attempt has not ended so far");
        assertThat(rig().jobs()).hasSize(1);
        rig().end(false);
        run(errand(2, 9));

        assertThat(rig().jobs()).hasSize(2);
    }

    @Test
    void aTemplateThatIsNotThereIsAFailure() {
        TaskProgress progress = run("checkout-nothing", Optional.empty(), Map.of());

        assertThat(progress)
                .isEqualTo(TaskProgress.failed("there is no CronJob " + rig().namespace() + "/checkout-nothing"));
        assertThat(rig().jobs()).isEmpty();
    }

    @Test
    void anImageNeedsAContainerThatItIsFor() {
        rig().template("one", "two");

        TaskProgress progress = run(JobRig.TEMPLATE, Optional.of("example.com/migrate:5.1"), Map.of());

        assertThat(progress.detail())
                .contains("has containers [one, two]: expected one, or one named checkout-migrate");
        assertThat(progress).isInstanceOf(TaskProgress.Ended.class);
        assertThat(rig().jobs()).isEmpty();
    }
}
