package dev.sluice.traffic.domain;

import static dev.sluice.traffic.Samples.ROLLOUT;
import static dev.sluice.traffic.Samples.rollbackRequested;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.Name;
import dev.sluice.traffic.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a workload is told once, and only where it was asked for. */
class DeciderShutdownTest {
    private static final Name CANARY = new Name("canary");
    private static final Name GREEN = new Name("green");
    private static final Input GONE = new Input.Retired(ROLLOUT, CANARY, "has no instance", 1_200);
    private static final Input STUCK = new Input.RetirementStuck(ROLLOUT, CANARY, "the supervisor is away");

    private static Story asked() {
        return Moment.RESTORED
                .story()
                .and(rollbackRequested(40), new Fact.ShutdownRequested(ROLLOUT, 40, List.of(CANARY, GREEN)));
    }

    @Test
    void aWorkloadThatIsReadBackAsShutDownIsToldOnce() {
        asked().when(GONE)
                .then(new Lifecycle.WorkloadRetired(ROLLOUT, CANARY, "has no instance", 1_200))
                .when(GONE)
                .thenNothing();
    }

    @Test
    void aDelayIsToldOnceAndDoesNotStandInTheWay() {
        asked().when(STUCK)
                .then(new Lifecycle.RetirementDelayed(ROLLOUT, CANARY, "the supervisor is away"))
                .when(new Input.RetirementStuck(ROLLOUT, CANARY, "another reason"))
                .thenNothing()
                .when(GONE)
                .then(Lifecycle.WorkloadRetired.class)
                .when(STUCK)
                .thenNothing();
    }

    @Test
    void eachWorkloadIsToldOnItsOwn() {
        asked().when(GONE)
                .then(Lifecycle.WorkloadRetired.class)
                .when(new Input.RetirementStuck(ROLLOUT, GREEN, "late"))
                .then(new Lifecycle.RetirementDelayed(ROLLOUT, GREEN, "late"));
    }

    @Test
    void whatNobodyAskedForIsNotTold() {
        Moment.RESTORED.story().when(GONE).thenNothing().when(STUCK).thenNothing();
        asked().when(new Input.Retired(ROLLOUT, new Name("blue"), "", 1)).thenNothing();
    }

    @Test
    void theShutDownEndsNoRolloutByItself() {
        asked().when(GONE)
                .then(Lifecycle.WorkloadRetired.class)
                .looked()
                .thenNothing()
                .when(new Input.Retired(ROLLOUT, GREEN, "is gone", 1))
                .then(Lifecycle.WorkloadRetired.class)
                .looked()
                .thenNothing();
    }
}
