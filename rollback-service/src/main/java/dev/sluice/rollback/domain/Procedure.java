package dev.sluice.rollback.domain;

import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.Trouble;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is due in a rollback, as a function of what the journal says. It looks at levels, not at edges: whoever asks it
 * again, after a crash or on another instance, gets the same answer, and the facts that it names have deterministic ids.
 */
public final class Procedure {
    /** Who asks when a trigger fired. */
    public static final String HEALTH = "health-service";

    private static final String TRAFFIC = "traffic-service";

    private Procedure() {}

    /** The one next step for an open rollout; empty when it is somebody else's turn. */
    public static Optional<Due> next(RolloutState rollout, Evidence evidence) {
        return rollout.rollback().isEmpty()
                ? request(rollout).map(Due.State::new)
                : rollout.rollback().flatMap(story -> carryOn(rollout, story, evidence));
    }

    /** A person's request as a fact; empty when the way back is already asked for, or the rollout is over. */
    public static Optional<Fact> onCommand(RolloutState rollout, long version, EventId command, Requester by) {
        if (rollout.finished() || rollout.rollback().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Fact.RollbackRequested(rollout.id(), version, "command/" + command, by));
    }

    /** What the verification's outcome puts into the journal. */
    public static Fact verified(RolloutState rollout, long of, List<Verification> checks) {
        return checks.stream().allMatch(Verification::verified)
                ? new Fact.SwitchVerified(rollout.id(), of, checks)
                : new Fact.RollbackFailed(rollout.id(), of, failure(checks), checks);
    }

    private static Optional<Fact> request(RolloutState rollout) {
        return switch (rollout.phase()) {
            case Phase.Requested p -> breach(rollout);
            case Phase.Ready p -> breach(rollout);
            case Phase.Shifting p -> breach(rollout);
            case Phase.Observing p -> breach(rollout);
            case Phase.Baking p -> breach(rollout);
            case Phase.Failing p ->
                Optional.of(asked(rollout, p.version(), "stage-failed", new Requester(TRAFFIC, p.reason())));
            case Phase.Restoring p -> restoring(rollout, p.kind(), p.version(), p.reason());
            case Phase.Restored p -> restoring(rollout, p.kind(), p.version(), p.reason());
            case Phase.Finished p -> Optional.empty();
        };
    }

    /** Of several triggers that ask for a rollback, the one that fired first speaks. */
    private static Optional<Fact> breach(RolloutState rollout) {
        return rollout.troubles().values().stream()
                .filter(trouble -> trouble.reaction() == Reaction.ROLLBACK)
                .min(Comparator.comparing(Trouble::at).thenComparing(Trouble::trigger))
                .map(trouble -> asked(
                        rollout,
                        trouble.of(),
                        trouble.trigger().text(),
                        new Requester(HEALTH, trouble.reading().sentence())));
    }

    /** traffic-service gave stable everything on a person's word or by its safety net; the procedure is added to it. */
    private static Optional<Fact> restoring(RolloutState rollout, Phase.RestoreKind kind, long version, String reason) {
        return switch (kind) {
            case ROLLBACK -> Optional.of(asked(rollout, version, "restore", new Requester(TRAFFIC, reason)));
            case ABORT -> Optional.empty();
        };
    }

    private static Fact asked(RolloutState rollout, long of, String trigger, Requester by) {
        return new Fact.RollbackRequested(rollout.id(), of, trigger, by);
    }

    private static Optional<Due> carryOn(RolloutState rollout, RollbackStory story, Evidence evidence) {
        boolean over = story.completed().isPresent() || story.failed().isPresent();
        if (over || !(rollout.phase() instanceof Phase.Restored restored)) {
            return Optional.empty();
        }
        return Optional.of(story.verifiedAt()
                .<Due>map(at -> new Due.State(completed(rollout, story, restored, at, evidence)))
                .orElseGet(() -> new Due.Verify(restored.version())));
    }

    private static Fact completed(
            RolloutState rollout, RollbackStory story, Phase.Restored restored, Instant verifiedAt, Evidence evidence) {
        RollbackTimes times =
                new RollbackTimes(evidence.breachAt(story.trigger()), story.requestedAt(), restored.at(), verifiedAt);
        return new Fact.RollbackCompleted(rollout.id(), restored.version(), times);
    }

    private static String failure(List<Verification> checks) {
        Verification wrong =
                checks.stream().filter(check -> !check.verified()).findFirst().orElseThrow();
        return wrong.what() + " was not verified: " + wrong.detail();
    }
}
