package dev.sluice.traffic.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.StepResult;
import dev.sluice.events.plan.Place;
import dev.sluice.events.plan.Task;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Weight;
import dev.sluice.traffic.Samples;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link Tasks} promises. */
public abstract class TasksContract<T extends Task.Work> {
    private @Nullable TasksRig<T> rig;

    protected abstract TasksRig<T> open() throws Exception;

    @BeforeEach
    void openRig() throws Exception {
        rig = open();
    }

    @AfterEach
    void closeRig() {
        if (rig != null) {
            rig.close();
        }
    }

    protected TasksRig<T> opened() {
        if (rig == null) {
            throw new AssertionError("not opened");
        }
        return rig;
    }

    /** The attempt that the event of this version began. */
    protected static Errand errand(int attempt, long began) {
        return new Errand(
                Samples.ROLLOUT,
                Samples.TARGET,
                "5.1",
                new Name("migrate"),
                Place.DURING,
                Optional.of(new Name("canary")),
                Weight.percent(5),
                attempt,
                began,
                Duration.ofMinutes(5));
    }

    protected TaskProgress run(Errand errand) {
        return opened().tasks().run(opened().task(), errand);
    }

    private StepResult result(Errand errand) {
        TaskProgress progress = run(errand);
        assertThat(progress).as(progress.detail()).isInstanceOf(TaskProgress.Ended.class);
        return ((TaskProgress.Ended) progress).result();
    }

    @Test
    void anAttemptIsBegunOnceHoweverOftenItIsAskedFor() {
        for (int time = 0; time < 3; time++) {
            assertThat(run(errand(1, 7))).isInstanceOf(TaskProgress.UnderWay.class);
        }
        assertThat(opened().begun()).isEqualTo(1);
    }

    @Test
    void itIsToldHowItEndedAndSoAgain() {
        run(errand(1, 7));
        opened().end(true);

        assertThat(result(errand(1, 7))).isEqualTo(StepResult.SUCCEEDED);
        assertThat(result(errand(1, 7))).isEqualTo(StepResult.SUCCEEDED);
        assertThat(opened().begun()).isEqualTo(1);
    }

    @Test
    void aFailureIsOneWithItsReason() {
        run(errand(1, 7));
        opened().end(false);

        assertThat(result(errand(1, 7))).isEqualTo(StepResult.FAILED);
        assertThat(run(errand(1, 7)).detail()).containsIgnoringCase("no such table");
    }

    @Test
    void anotherAttemptIsBegunAnew() {
        run(errand(1, 7));
        opened().end(false);
        run(errand(1, 7));

        assertThat(run(errand(2, 9))).isInstanceOf(TaskProgress.UnderWay.class);
        assertThat(opened().begun()).isEqualTo(2);
    }

    @Test
    void whatCanNotBeAskedIsUnderWay() {
        TaskProgress progress = opened().unreachable().run(opened().task(), errand(1, 7));

        assertThat(progress).as(progress.detail()).isInstanceOf(TaskProgress.UnderWay.class);
        assertThat(progress.detail()).isNotBlank();
    }
}
