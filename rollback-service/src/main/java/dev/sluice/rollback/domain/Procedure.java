package dev.sluice.rollback.domain;

import dev.sluice.events.command.Command;
import dev.sluice.events.journal.Fact;
import dev.sluice.events.journal.RollbackTimes;
import dev.sluice.events.journal.Verification;
import dev.sluice.events.plan.Reaction;
import dev.sluice.events.plan.RetireAction;
import dev.sluice.events.plan.Rollback;
import dev.sluice.events.plan.Workload;
import dev.sluice.events.story.Phase;
import dev.sluice.events.story.RollbackStory;
import dev.sluice.events.story.RolloutState;
import dev.sluice.events.story.ShutdownStory;
import dev.sluice.events.story.Trouble;
import dev.sluice.events.value.EventId;
import dev.sluice.events.value.Name;
import dev.sluice.events.value.Requester;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is due in a rollback, as a function of what the journal says. It looks at levels, not at edges: whoever asks it
 * again, after a crash or on another instance, gets the same answer, and the facts that it names have deterministic ids.
 */
public final class Procedure {
    /** Who asks when a trigger fired. */
    public static final String HEALTH = "health-service";

    private static final String TRAFFIC = "traffic-service";

    private Procedure() {}

    /** The one next step for an open rollout at a moment of the journal's time; empty when it is somebody else's turn. */
    public static Optional<Due> next(RolloutState rollout, Evidence evidence, Instant now) {
        return rollout.rollback().isEmpty()
                ? request(rollout).<Due>map(Due.State::new).or(() -> DataProcedure.backup(rollout))
                : rollout.rollback().flatMap(story -> carryOn(rollout, story, evidence, now));
    }

    /** A person's request as a fact; empty when the way back is already asked for, or there is none any more. */
    public static Optional<Fact> onCommand(RolloutState rollout, long version, EventId command, Requester by) {
        if (rollout.finished() || rollout.closing() || rollout.rollback().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Fact.RollbackRequested(rollout.id(), version, "command/" + command, by));
    }

    /** A person's answer about data as a fact; empty when nobody was asked, or somebody has answered. */
    public static Optional<Fact> onAnswer(RolloutState rollout, Command.DecideRestore answer) {
        return DataProcedure.onAnswer(rollout, answer);
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
            case Phase.Closing p -> Optional.empty();
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

    /** Traffic first, then proof, then shut-down, then data: nothing that may still get traffic is shut down. */
    private static Optional<Due> carryOn(RolloutState rollout, RollbackStory story, Evidence evidence, Instant now) {
        boolean over = story.completed().isPresent() || story.failed().isPresent();
        if (over || !(rollout.phase() instanceof Phase.Restored restored)) {
            return Optional.empty();
        }
        if (story.verifiedAt().isEmpty()) {
            return Optional.of(new Due.Verify(restored.version()));
        }
        Instant verifiedAt = story.verifiedAt().get();
        return shutdown(rollout, story, restored, verifiedAt, now)
                .or(() -> DataProcedure.next(rollout, story, restored.version(), now))
                .or(() -> Optional.of(new Due.State(completed(rollout, story, restored, verifiedAt, evidence))));
    }

    private static Optional<Due> shutdown(
            RolloutState rollout, RollbackStory story, Phase.Restored restored, Instant verifiedAt, Instant now) {
        List<Name> wanted = rollout.plan().workloads().stream()
                .filter(workload -> workload.onRollback() != RetireAction.KEEP)
                .map(Workload::name)
                .toList();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        Rollback limits = rollout.plan().rollback();
        if (story.shutdown().isEmpty()) {
            Instant from = verifiedAt.plus(limits.shutdownDelay());
            return Optional.of(
                    now.isBefore(from)
                            ? new Due.Wait(from)
                            : new Due.State(new Fact.ShutdownRequested(rollout.id(), restored.version(), wanted)));
        }
        ShutdownStory asked = story.shutdown().get();
        if (asked.waiting().isEmpty()) {
            return Optional.empty();
        }
        Instant until = asked.requestedAt().plus(limits.shutdownLimit());
        return Optional.of(
                now.isBefore(until)
                        ? new Due.Wait(until)
                        : new Due.State(new Fact.RollbackFailed(
                                rollout.id(), restored.version(), notShutDown(asked), story.checks())));
    }

    private static String notShutDown(ShutdownStory asked) {
        return asked.waiting().stream()
                .map(name -> name + " is not shut down"
                        + asked.of(name).delayed().map(why -> ": " + why).orElse(""))
                .collect(Collectors.joining("; "));
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
