package dev.sluice.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.JournalEvent;
import dev.sluice.events.journal.Lifecycle;
import dev.sluice.events.value.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the gauge of open rollouts tells apart. */
class TransitionsTest {
    @Test
    void aRollbackThatWasVerifiedIsNoMoreOneThatIsOnlyRestored() {
        Story story = Story.given(
                Samples.requested(Samples.plan()),
                new Lifecycle.RolloutStarted(Samples.ROLLOUT),
                Samples.stageStarted(Samples.plan(), 0),
                Samples.switched(Samples.plan(), 0),
                Samples.rollbackRequested(4),
                new Lifecycle.TrafficRestored(Samples.ROLLOUT, Samples.readbacks(Weight.ZERO), 1_000));
        assertThat(phase(story)).isEqualTo("restored");

        JournalEvent verified = new Fact.SwitchVerified(Samples.ROLLOUT, 5, List.of());
        assertThat(phase(story.and(verified))).isEqualTo("verified");
    }

    private static String phase(Story story) {
        return Transitions.phase(story.state().open().orElseThrow());
    }
}
